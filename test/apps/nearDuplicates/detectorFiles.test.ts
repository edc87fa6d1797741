import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadTask } from '../../../lib/datasets/suite/loadTask.js';
import { taskNames } from '../../../lib/datasets/suite/taskNames.js';
import { createRandom } from '../../../lib/engine/random.js';
import { innerProducts } from '../../../lib/eval/matrix.js';
import { detectorFolder, loadDetector } from '../../../lib/apps/nearDuplicates/detectorFiles.js';
import { NEAR_DUPLICATES } from '../../../lib/apps/nearDuplicates/detectorRecipe.js';
import {
  overlapFolder,
  readDetectorValidation,
  readJudgedPairs,
  readTaskThresholds,
} from '../../../lib/apps/nearDuplicates/detectorValidation.js';
import { distortImages } from '../../../lib/apps/nearDuplicates/distortImages.js';
import { embedWithDetector } from '../../../lib/apps/nearDuplicates/embedWithDetector.js';
import { thresholdQuality } from '../../../lib/apps/nearDuplicates/thresholdQuality.js';
import { readTrainingNeighbors } from '../../../lib/apps/nearDuplicates/trainingNeighbors.js';
import { drawings } from './drawings.js';

async function copyOf(folder: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'cliplab files '));
  await cp(folder, copy, { recursive: true });
  return copy;
}

it('the committed detector finds altered copies of drawings that it has never seen', async () => {
  const { detector } = await loadDetector();
  const images = drawings(60, 48, createRandom(11));
  const copies = await distortImages(images, 48, NEAR_DUPLICATES.distortion, createRandom(12));
  const similarities = innerProducts(
    await embedWithDetector(detector, copies),
    await embedWithDetector(detector, images),
  );
  const nearest = Array.from({ length: 60 }, (_, k) => {
    const row = [...similarities.data.subarray(60 * k, 60 * (k + 1))];
    return row.indexOf(Math.max(...row));
  });
  expect(nearest.filter((index, k) => index === k).length).toBeGreaterThan(54);
  detector.dispose();
});

it('its threshold is what its validation says', async () => {
  const { detector, threshold, precision, recall } = await loadDetector();
  detector.dispose();
  const rows = await readDetectorValidation();
  const judged = await readJudgedPairs();
  expect(thresholdQuality(rows, judged, threshold)).toEqual({ threshold, precision, recall });
  expect(precision).toBeGreaterThanOrEqual(0.9);
  const nearest = new Map(rows.map((row) => [row.id, row.nearest]));
  expect(judged.every((pair) => nearest.get(pair.id) === pair.nearest)).toBe(true);
});

it('every task has a threshold, none below the validated one', async () => {
  const { detector, threshold } = await loadDetector();
  detector.dispose();
  const thresholds = await readTaskThresholds();
  expect(thresholds.map(({ task }) => task)).toEqual(await taskNames());
  expect(thresholds.every((task) => task.threshold >= threshold && task.why !== '')).toBe(true);
});

it('the committed neighbors are of the very test images that the suite has', async () => {
  const { rows, images } = await readTrainingNeighbors();
  for (const name of await taskNames()) {
    const { keys } = (await loadTask(name)).test.open();
    expect(rows.filter(({ task }) => task === name).map(({ key }) => key)).toEqual([...keys]);
  }
  expect(rows.every(({ image, similarity }) => image < images.count && similarity <= 1.0001)).toBe(true);
  const kept = rows.filter(({ image }) => image >= 0);
  expect(Math.min(...kept.map(({ similarity }) => similarity))).toBeGreaterThan(
    Math.max(...rows.filter(({ image }) => image < 0).map(({ similarity }) => similarity)) - 1e-9,
  );
  // Every kept image shows something.
  const stride = images.height * images.width * 3;
  for (let k = 0; k < images.count; k++)
    expect(images.pixels.subarray(k * stride, (k + 1) * stride).some((value) => value < 250)).toBe(true);
});

it('names what is missing or damaged, and the remedy', async () => {
  const folder = await copyOf(detectorFolder());
  await writeFile(join(folder, 'detector.json'), '{');
  await expect(loadDetector(folder)).rejects.toThrow('does not hold a detector');
  await truncate(join(folder, 'model.safetensors'), 1000);
  await expect(loadDetector(folder)).rejects.toThrow('model.safetensors');
  await rm(join(folder, 'detector.json'));
  await expect(loadDetector(folder)).rejects.toThrow(/detector.json is missing; restore data\/models\/near-duplicates/);

  const found = await copyOf(overlapFolder());
  const csv = await readFile(join(found, 'neighbors.csv'), 'utf8');
  await writeFile(join(found, 'neighbors.csv'), csv.replace(/,\d+\n/, ',99999\n'));
  await expect(readTrainingNeighbors(found)).rejects.toThrow('has no place for the 100000 images');
  await rm(join(found, 'neighbors.png'));
  await expect(readTrainingNeighbors(found)).rejects.toThrow('lacks neighbors.csv or neighbors.png');
});

it('tables with a cell that is empty or no number are refused with their row, and not read as 0', async () => {
  const found = await copyOf(overlapFolder());
  const spoil = async (file: string, from: RegExp, to: string): Promise<void> => {
    const text = await readFile(join(overlapFolder(), file), 'utf8');
    expect(text).toMatch(from);
    await writeFile(join(found, file), text.replace(from, to));
  };
  for (const bad of ['', ' ', 'abc', '0x1', '2']) {
    await spoil('thresholds.csv', /(?<=\nactions,)[\d.]+/, bad);
    await expect(readTaskThresholds(found), bad).rejects.toThrow(/for threshold in row 1, expected a number/);
    await spoil('validation.csv', /(?<=\n[^\n,]+,)[\d.]+/, bad);
    await expect(readDetectorValidation(found), bad).rejects.toThrow(/for copy in row 1, expected a number/);
    await spoil('neighbors.csv', /(?<=\n[^\n,]+,[^\n,]+,[^\n,]+,)[\d.]+/, bad);
    await expect(readTrainingNeighbors(found), bad).rejects.toThrow(/has no similarity, .* in row 1;/);
    await spoil('judged.csv', /(?<=\n[^\n,]+,[^\n,]+,)[01]/, bad);
    await expect(readJudgedPairs(found), bad).rejects.toThrow(/for same in row 1, expected 0 or 1/);
  }
});

it('a pair at an edge between judged stretches counts in the one that begins there, once', () => {
  const row = (id: string, other: number) => ({ id, copy: 1, altered: 1, other, nearest: 'n' });
  const judge = (id: string, same: boolean) => ({ id, nearest: 'n', same });
  // From 0.96 on: b alone, by eye a copy. a, between 0.94 and 0.96, is none.
  const rows = [row('a', 0.95), row('b', 0.96)];
  const judged = [judge('a', false), judge('b', true)];
  expect(thresholdQuality(rows, judged, 0.96).precision).toBe(1);
  expect(thresholdQuality(rows, judged, 0.94).precision).toBe(0.5);
});
