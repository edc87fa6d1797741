import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HELD_OUT_SETS } from '../../../lib/datasets/iconwit/heldOutSets.js';
import { publishedTable } from '../../../lib/datasets/publishedTable.js';
import { MAP_DESIGNERS, TEST_DESIGNERS, TRAIN_DESIGNERS } from '../../../lib/datasets/suite/concepts/conceptSets.js';
import { listTasks, loadTask } from '../../../lib/datasets/suite/loadTask.js';
import { SUITES } from '../../../lib/datasets/suite/suites.js';
import { taskNames } from '../../../lib/datasets/suite/taskNames.js';
import { dataDirectory } from '../../../lib/io/projectPaths.js';

const protocol = readFileSync(join(dataDirectory(), 'suite', 'PROTOCOL.md'), 'utf8');
const second = await listTasks('second');

it('the second suite has one task for each of the 27 datasets of the paper, and the first its nineteen', async () => {
  const published = (await publishedTable('datasets')).filter(({ table9_order }) => typeof table9_order === 'number');
  expect(published.length).toBe(27);
  expect(second.map(({ standsIn }) => standsIn).sort()).toEqual(published.map(({ dataset }) => dataset).sort());
  expect(await taskNames()).toEqual([...SUITES.first]);
  expect(SUITES.first.length).toBe(19);
});

it('the protocol names the very tasks, and how many shots each has', async () => {
  const rows = [...protocol.matchAll(/^\| (\w+) \| `([\w-]+)` \| [^|]+ \| (\d+) \|$/gm)];
  expect(rows.map(([, standsIn, name]) => [name, standsIn]).sort()).toEqual(
    second.map(({ name, standsIn }) => [name, standsIn]).sort(),
  );
  for (const [, , name, said] of rows) {
    const { train, classNames } = await loadTask(name!);
    const counts = classNames.map((_, label) => train.labels.filter((own) => own === label).length);
    const shots = [16, 8, 4, 2, 1, 0].find((count) => count <= Math.min(...counts));
    expect([name, shots]).toEqual([name, Number(said)]);
  }
  expect(rows.filter(([, , , said]) => said === '16').length).toBeGreaterThanOrEqual(18);
});

it('in a concept task no designer is on both sides', async () => {
  const side = new Map<string, string>();
  for (const { sets } of TRAIN_DESIGNERS) for (const set of sets) side.set(set, 'train');
  for (const { sets } of MAP_DESIGNERS) for (const set of sets) side.set(set, 'train');
  for (const { sets } of TEST_DESIGNERS) for (const set of sets) side.set(set, 'test');
  let tasks = 0;
  for (const { name } of second) {
    const { train, validation, test } = await loadTask(name);
    const prefixOf = (key: string): string => key.split('_')[0]!;
    if (SUITES.first.includes(name) || !train.keys.every((key) => side.has(prefixOf(key)))) continue;
    tasks++;
    for (const key of [...train.keys, ...validation.keys])
      expect(side.get(prefixOf(key)), `${name}: ${key}`).toBe('train');
    for (const key of test.open().keys) expect(side.get(prefixOf(key)), `${name}: ${key}`).toBe('test');
  }
  expect(tasks).toBe(16);
  for (const set of side.keys()) expect(HELD_OUT_SETS.map(({ prefix }) => prefix)).toContain(set);
});
