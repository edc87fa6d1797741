import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { registerStudy } from '../../lib/cli/study.js';
import { findStudy } from '../../lib/train/studies/studies.js';

let printed = '';

beforeEach(async () => {
  vi.stubEnv('CLIPLAB_CACHE', await mkdtemp(join(tmpdir(), 'cliplab cache ')));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((printed += String(text)), true));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function run(...args: string[]): Promise<unknown> {
  const program = new Command().exitOverride();
  registerStudy(program);
  return program.parseAsync(['study', ...args], { from: 'user' });
}

it('trains nothing whose results are there, and needs no training pictures for that', async () => {
  await run('ablations');
  const { length } = findStudy('ablations').runs;
  expect(printed).toBe(`runs: ${length}, finished before: ${length}\n`);
});

it('says what is missing where a run is open and IconWIT is not built', async () => {
  await expect(run('ablations', '--run', 'lab-contrastive', '--seeds', '1,99')).rejects.toThrow(
    'cliplab data build iconwit',
  );
  expect(printed).toBe('runs: 2, finished before: 1\n');
});

it('says in one sentence what is wrong', async () => {
  await expect(run('nothing')).rejects.toThrow(/nothing.*ablations/);
  await expect(run('ablations', '--run', 'nothing')).rejects.toThrow(
    /there is no run nothing in ablations: give one of /,
  );
  await expect(run('ablations', '--seeds', '1,two')).rejects.toThrow('--seeds 1,two is not a list of positive whole');
  await expect(run('ablations', '--precision', 'fp8')).rejects.toThrow(/fp8/);
});
