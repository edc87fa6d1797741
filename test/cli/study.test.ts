import { expect, it } from 'vitest';
import { registerStudy } from '../../lib/cli/study.js';
import { findStudy } from '../../lib/train/studies/studies.js';
import { commandLine } from './commandLine.js';

const line = commandLine(registerStudy);
const run = (...args: string[]): Promise<unknown> => line.run('study', ...args);

it('trains nothing whose results are there, and needs no training images for that', async () => {
  await run('ablations');
  const { length } = findStudy('ablations').runs;
  expect(line.printed).toBe(`runs: ${length}, finished before: ${length}\n`);
});

it('says what is missing where a run is open and IconWIT is not built', async () => {
  await expect(run('ablations', '--run', 'lab-contrastive', '--seeds', '1,99')).rejects.toThrow(
    'cliplab data build iconwit',
  );
  expect(line.printed).toBe('runs: 2, finished before: 1\n');
});

it('says in one sentence what is wrong', async () => {
  await expect(run('nothing')).rejects.toThrow(/nothing.*ablations/);
  await expect(run('ablations', '--run', 'nothing')).rejects.toThrow(
    /there is no run nothing in ablations: give one of /,
  );
  await expect(run('ablations', '--seeds', '1,two')).rejects.toThrow('--seeds 1,two is not a list of positive whole');
  await expect(run('ablations', '--precision', 'fp8')).rejects.toThrow(/fp8/);
});
