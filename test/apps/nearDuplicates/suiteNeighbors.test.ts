import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { overlapFolder, readTaskThresholds } from '../../../lib/apps/nearDuplicates/detectorValidation.js';
import { suiteNeighbors, type SuiteNeighbor } from '../../../lib/apps/nearDuplicates/suiteNeighbors.js';
import { readTrainingNeighbors } from '../../../lib/apps/nearDuplicates/trainingNeighbors.js';
import { loadTask } from '../../../lib/datasets/suite/loadTask.js';
import { UserError } from '../../../lib/io/userError.js';

const TASKS = ['map-symbols', 'weather'];

it('every test image has its nearest training image, and its task’s threshold', async () => {
  const rows = (await suiteNeighbors({ tasks: TASKS })).table.objects() as SuiteNeighbor[];
  const found = (await readTrainingNeighbors()).rows;
  const thresholds = new Map((await readTaskThresholds()).map((row) => [row.task, row]));
  expect(rows).toHaveLength(found.filter(({ task }) => TASKS.includes(task)).length);
  for (const { position, title, threshold, why, overlaps, ...row } of rows) {
    expect(row).toEqual(found.filter(({ task }) => task === row.task)[position]);
    const line = thresholds.get(row.task)!;
    expect({ threshold, why }).toEqual({ threshold: line.threshold, why: line.why });
    expect(overlaps).toBe(row.similarity >= threshold);
    expect(title).not.toBe('');
  }
  expect(rows.filter(({ overlaps }) => overlaps).length).toBeGreaterThan(0);

  const lower = (await suiteNeighbors({ tasks: TASKS, threshold: 0.9 })).table.objects() as SuiteNeighbor[];
  expect(lower.map(({ overlaps }) => overlaps)).toEqual(rows.map(({ similarity }) => similarity >= 0.9));
});

it('pairs are the images themselves, side by side', async () => {
  const { table, pairs } = await suiteNeighbors({ tasks: TASKS });
  const kept = (table.objects() as SuiteNeighbor[]).filter(({ image }) => image >= 0);
  // Of both tasks, out of their order.
  const rows = [kept.find(({ task }) => task === 'weather')!, kept[1]!, kept[0]!];
  const { left, right, captions } = await pairs(rows);
  const { images: sheet } = await readTrainingNeighbors();
  expect([left.count, right.count, captions.length]).toEqual([3, 3, 3]);
  for (const [k, { task, key, image, neighbor, similarity }] of rows.entries()) {
    const { images, keys } = (await loadTask(task)).test.open();
    const size = images.width * images.height * 3;
    const at = keys.indexOf(key);
    expect(left.pixels.subarray(k * size, (k + 1) * size)).toEqual(images.pixels.subarray(at * size, (at + 1) * size));
    const side = sheet.width * sheet.height * 3;
    expect(right.pixels.subarray(k * side, (k + 1) * side)).toEqual(
      sheet.pixels.subarray(image * side, (image + 1) * side),
    );
    expect(captions[k]).toBe(`${similarity.toFixed(2)} ${key} | ${neighbor}`.replaceAll(/[_:]/g, ' '));
  }
  const unlike = (table.objects() as SuiteNeighbor[]).filter(({ image }) => image < 0).slice(0, 1);
  await expect(pairs(unlike)).rejects.toThrow(UserError);
});

it('what was found for other test images is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cliplab overlap '));
  await cp(overlapFolder(), folder, { recursive: true });
  const path = join(folder, 'neighbors.csv');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/^weather,.*\n/m, ''));
  await expect(suiteNeighbors({ tasks: ['weather'], folder })).rejects.toThrow('other test images of weather');
  expect((await suiteNeighbors({ tasks: ['map-symbols'], folder })).table.numRows()).toBeGreaterThan(0);
  await rm(folder, { recursive: true });
});
