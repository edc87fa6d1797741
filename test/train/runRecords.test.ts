import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { readRunLog, readRunResults, writeRunLog, writeRunResults } from '../../lib/train/runRecords.js';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'cliplab records '));
const result = (run: string, seed: number, measure: string, value: number) => ({ run, seed, measure, value });

it('gives back results, a run again in place of what there was of it', async () => {
  const folder = await newFolder();
  expect(await readRunResults(folder)).toEqual([]);
  await writeRunResults([result('b', 1, 'names top-1', 0.25), result('b', 1, 'old', 1)], folder);
  await writeRunResults([result('a', 2, 'names top-1', 0.125)], folder);
  await writeRunResults([result('b', 2, 'names top-1', 0.75)], folder);
  await writeRunResults([result('b', 1, 'names top-1', 0.5)], folder);
  expect(await readRunResults(folder)).toEqual([
    result('a', 2, 'names top-1', 0.125),
    result('b', 1, 'names top-1', 0.5),
    result('b', 2, 'names top-1', 0.75),
  ]);
});

it('names the file and the line where results are damaged, and loses nothing to them', async () => {
  const folder = await newFolder();
  const path = join(folder, 'results.csv');
  const damaged = 'run,seed,measure,value\na,1,names top-1,0.5\na,2,na';
  await writeFile(path, damaged);
  await expect(readRunResults(folder)).rejects.toThrow(/results\.csv is damaged in line 3/);
  await expect(writeRunResults([result('b', 1, 'x', 1)], folder)).rejects.toThrow(UserError);
  expect(await readFile(path, 'utf8')).toBe(damaged);
});

it.each(['a,1,top-1,', 'a,,top-1,0.5', 'a,1,top-1', 'a,1,,0.5', ',1,top-1,0.5', 'a,1,top-1,0x1', 'a,1,top-1, '])(
  'takes no empty cell for 0: %j',
  async (line) => {
    const folder = await newFolder();
    await writeFile(join(folder, 'results.csv'), `run,seed,measure,value\n${line}\nb,1,top-1,0.5\n`);
    await expect(readRunResults(folder)).rejects.toThrow(/results\.csv is damaged in line 2/);
  },
);

it('gives back logs, and names the command where there is none', async () => {
  const folder = await newFolder();
  const metrics = [
    { step: 10, pairsSeen: 640, trainedSeconds: 1.5, loss: 4, learningRate: 0.001, gradientNorm: 1, logitScale: 14 },
  ];
  await writeRunLog('lab', 3, metrics, folder);
  expect(await readRunLog('lab', 3, folder)).toEqual(metrics);
  await expect(readRunLog('lab', 4, folder)).rejects.toThrow('npx cliplab study --run lab --seeds 4');
  await writeFile(join(folder, 'lab-seed3.csv'), 'step\n1');
  await expect(readRunLog('lab', 3, folder)).rejects.toThrow(/lab-seed3\.csv is not a training log/);
});

it('keeps the results of ten runs that end at once', async () => {
  const folder = await newFolder();
  const results = Array.from({ length: 10 }, (_, k) => result(`run-${k}`, 1, 'names top-1', k / 10));
  await Promise.all(results.map((one) => writeRunResults([one], folder)));
  expect(await readRunResults(folder)).toEqual(results);
});
