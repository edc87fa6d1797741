import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { METRICS_FILE, readMetrics } from '../../lib/train/metricsLog.js';

const CHILD = join(import.meta.dirname, 'killedRunChild.mjs');
const lines = async (folder: string): Promise<unknown[]> =>
  (await readMetrics(join(folder, METRICS_FILE))).map(({ step, loss, gradientNorm }) => [step, loss, gradientNorm]);

/**
 * Trains in a process of its own; kills it where told, once the folder has what `when` looks for. Whether it came to
 * its end.
 */
async function trainApart(folder: string, when?: (files: string[]) => boolean): Promise<boolean> {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (when) {
    while (child.exitCode === null && !when(existsSync(folder) ? await readdir(folder) : [])) await pause(1);
    child.kill('SIGKILL');
  }
  return (await ended) === 0;
}

it('killed while a checkpoint is written and again after one, a run goes on to the very same losses', async () => {
  const [whole, broken] = await Promise.all(
    ['whole', 'broken'].map((name) => mkdtemp(join(tmpdir(), `cliplab ${name} `))),
  );
  expect(await trainApart(whole!)).toBe(true);
  const checkpoints = (files: string[]): string[] => files.filter((file) => file.endsWith('.safetensors')).sort();
  expect(await trainApart(broken!, (files) => files.some((file) => /^step-.*\.tmp$/.test(file)))).toBe(false);
  const first = checkpoints(await readdir(broken!)).at(-1) ?? '';
  expect(await trainApart(broken!, (files) => (checkpoints(files).at(-1) ?? '') > first)).toBe(false);
  expect(await trainApart(broken!)).toBe(true);
  expect((await readdir(broken!)).filter((file) => file.endsWith('.tmp'))).toEqual([]);
  expect(await lines(broken!)).toEqual(await lines(whole!));
  expect((await lines(whole!)).length).toBeGreaterThan(3);
});
