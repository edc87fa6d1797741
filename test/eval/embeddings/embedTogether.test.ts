import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { openPartialRows } from '../../../lib/eval/embeddings/partialRows.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { needs } from '../../fixtures/needs.js';
import { startScript, type ScriptProcess } from '../../io/lockProcess.js';

/**
 * Embeds a task in the folder at argv[1], four images at a time, and says so after every batch; the batch numbered
 * argv[2] waits for a line.
 */
const EMBED = `
  const { cachedEmbeddings } = await lib('eval/embeddings/cachedEmbeddings.js');
  const { suiteDataset } = await lib('datasets/suite/loadTask.js');
  const { loadClip } = await lib('weights/loadClip.js');
  const [folder, held] = process.argv.slice(1);
  const model = await loadClip('mini-rn');
  const task = await suiteDataset('weather');
  const split = { ...task.validation, async *read(...given) {
    let batches = 0;
    for await (const batch of task.validation.read(...given)) {
      say('batch ' + ++batches);
      if (String(batches) === held) await new Promise((resolve) => process.stdin.once('data', resolve));
      yield batch;
    }
  } };
  const { report, files } = await cachedEmbeddings(model, task, 'validation', split, { folder, batchSize: 4 });
  say('computed ' + report.computed);
  process.exit(0);`;

let folder: string;
let running: ScriptProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cliplab embed '));
  running = [];
});
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  rmSync(folder, { recursive: true });
});

function embed(into: string, heldBatch = 0): ScriptProcess {
  const started = startScript(EMBED, [into, String(heldBatch)]);
  running.push(started);
  return started;
}
const filesOf = (into: string): [string, string][] =>
  readdirSync(join(into, 'weather'))
    .sort()
    .map((name) => [name, readFileSync(join(into, 'weather', name), 'base64')]);

it(
  'one that was stopped and goes on, another that came meanwhile, and a third after both are killed give the right rows',
  needs(process.platform === 'linux', 'Linux'),
  async () => {
    const [right, shared] = [join(folder, 'right'), join(folder, 'shared')];
    const undisturbed = embed(right);
    const first = embed(shared, 3);
    await first.hears('batch 3');
    first.child.kill('SIGSTOP');
    const second = embed(shared);
    // The second waits, and says for whom.
    while (!second.complaints().includes('is stopped')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(second.complaints()).toContain(`process ${first.pid} has it and is stopped: let it go on with "kill -CONT`);
    expect(second.said).toEqual([]);
    first.child.kill('SIGCONT');
    first.child.stdin!.write('\n');
    await first.hears('batch 4');
    first.child.kill('SIGKILL');
    await second.hears('batch 1');
    second.child.kill('SIGKILL');
    await second.ended;
    const third = embed(shared);
    expect([await third.ended, await undisturbed.ended]).toEqual([0, 0]);
    expect(filesOf(shared)).toEqual(filesOf(right));
    expect(filesOf(shared)).toHaveLength(3);
  },
);

const block = (rows: number, seed: number): Matrix => {
  const random = createRandom(seed);
  return { data: Float32Array.from({ length: 2 * rows }, () => random.next()), rows, columns: 2 };
};

it('partial rows that two write at once are taken only from their place', async () => {
  const path = join(folder, 'x.partial');
  const [one, other] = [await openPartialRows(path, 10), await openPartialRows(path, 10)];
  const blocks = [1, 2, 3, 4].map((seed) => block(3, seed));
  await one.append(blocks[0]!);
  await other.append(blocks[1]!); // again rows 0 to 3
  await one.append(blocks[2]!);
  await one.close();
  await other.close();
  const left = await openPartialRows(path, 10);
  expect(left.found).toEqual([blocks[0]]);
  await left.close();
});

it('partial rows of another width, or beyond the last row, are left out', async () => {
  for (const wrong of [{ ...block(3, 1), rows: 2, columns: 3 }, block(5, 2)]) {
    const path = join(folder, `${wrong.columns}.partial`);
    const written = await openPartialRows(path, 10);
    await written.append(block(6, 3));
    await written.append(wrong);
    await written.close();
    const left = await openPartialRows(path, 10);
    expect(left.found).toEqual([block(6, 3)]);
    await left.close();
  }
});
