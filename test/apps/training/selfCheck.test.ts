import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerTrain } from '../../../lib/cli/train.js';
import { setProgressSink } from '../../../lib/io/progress.js';

setProgressSink(() => {});
const cache = await mkdtemp(join(tmpdir(), 'cliplab checks '));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What the command prints. */
async function train(...args: string[]): Promise<string> {
  vi.stubEnv('CLIPLAB_CACHE', cache);
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const program = new Command().exitOverride();
  registerTrain(program);
  await program.parseAsync(['train', ...args], { from: 'user' });
  return printed.join('');
}

describe('--smoke', () => {
  it('finds that the model learns: its loss falls and it names unseen drawings', async () => {
    const said = await train('--smoke', '--steps', '50');
    expect(said).toMatch(/^mini-rn-smoke learns: the loss fell from 5\.55 \(no learning\) to [0-4]\.\d\d/);
    const right = Number(/and (\d+) of 649 images/.exec(said)?.[1]);
    expect(right).toBeGreaterThan(12); // guessing has 1
    expect(existsSync(join(cache, 'runs', 'mini-rn-smoke'))).toBe(false);
  });

  it('fails where it has not learned, and begins anew the next time', async () => {
    await expect(train('--smoke', '--steps', '1')).rejects.toThrow(
      /^mini-rn-smoke does not learn: the loss came from 5\.55 .* of 649 images .* after 256 pairs/,
    );
    expect(existsSync(join(cache, 'runs', 'mini-rn-smoke'))).toBe(false);
  });
});

describe('--overfit', () => {
  it('finds that pairs are learned by heart', async () => {
    expect(await train('--overfit', '16', '--steps', '30')).toMatch(
      /^mini-rn-overfit-16 knows 16 pairs by heart: the loss came from 2\.77 \(no learning\) to 0\.0/,
    );
  });

  it('fails where they are not', async () => {
    await expect(train('--overfit', '16', '--steps', '2')).rejects.toThrow(
      /^mini-rn-overfit-16 does not learn 16 pairs by heart: .* where it should come below 0\.05/,
    );
  });

  it('asks for a count that the pairs have', async () => {
    await expect(train('--overfit', 'all')).rejects.toThrow('--overfit all is not a positive whole number');
    await expect(train('--overfit', '5000')).rejects.toThrow(/only 1\d\d\d pairs differ .* and 5000 were asked for/);
  });
});

it('is one check, of a contrastive recipe, without a model to save', async () => {
  await expect(train('--smoke', '--overfit', '16')).rejects.toThrow('give one of them');
  await expect(train('--smoke', '--out', cache)).rejects.toThrow('leave it out');
  await expect(train('lab-caption', '--smoke')).rejects.toThrow('checks are for contrastive recipes');
});
