import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { from } from 'arquero';
import { expect, it } from 'vitest';
import { openMeasurementsFile } from '../../lib/cli/measurementsFile.js';
import { folder } from './cliProcess.js';

const path = join(folder(), 'out.csv');
const table = from([
  { run: 'a', value: 1 },
  { run: 'b', value: 2 },
]);

it.each(['', 'task,value\nold,3\n', 'run,value\nold,3\n'])('is written in the place of %j', async (old) => {
  writeFileSync(path, old);
  const file = await openMeasurementsFile(path);
  expect(readFileSync(path, 'utf8')).toBe(old); // until there is something to write
  await file!.write(table);
  expect(readFileSync(path, 'utf8')).toBe('run,value\na,1\nb,2\n');
  expect(file!.summary(table)).toBe(`2 measurements: ${path}`);
});

it.each(['tasks\n', 'a task,value\n', 'runner,value\n', ' task,value\n'])(
  'never takes the place of %j',
  async (notes) => {
    writeFileSync(path, notes);
    await expect(openMeasurementsFile(path)).rejects.toThrow(
      'is no earlier result of this command: give --csv another',
    );
  },
);

it('is none where no path is given', async () => {
  expect(await openMeasurementsFile(undefined)).toBeUndefined();
});
