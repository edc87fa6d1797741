import { readStatistics } from '../../datasets/iconwit/readStatistics.js';
import type { PairSet } from '../../datasets/iconwit/pairSet.js';
import { loadTask } from '../../datasets/suite/loadTask.js';
import { taskNames } from '../../datasets/suite/taskNames.js';
import { resizePixels } from '../../image/resize/resizePixels.js';
import { selectImages } from '../../image/selectImages.js';
import { stackRows, type Matrix } from '../../eval/matrix.js';
import type { Detector } from './detector.js';
import { rounded } from './detectorValidation.js';
import { embedWithDetector } from './embedWithDetector.js';
import { nearestRows } from './nearestRows.js';
import { SHEET, type NeighborRow, type TrainingNeighbors } from './trainingNeighbors.js';

/**
 * For every test image of the suite the nearest of all training images. Labels are not looked at.
 * @param keptFrom images are kept to look at from this similarity on
 */
export async function findTrainingNeighbors(
  detector: Detector,
  train: PairSet,
  trained: Matrix,
  keptFrom: number,
): Promise<TrainingNeighbors> {
  const { summary } = await readStatistics();
  const licenses = new Map(summary.sets.map(({ prefix, license }) => [prefix, license]));
  const tasks = [];
  for (const name of await taskNames()) {
    const { images, keys } = (await loadTask(name)).test.open();
    tasks.push({ name, keys, embedded: await embedWithDetector(detector, images, { label: name }) });
  }
  const queries = stackRows(tasks.map(({ embedded }) => embedded));
  const { indices, similarities } = await nearestRows(queries, trained, 'search the training set');
  const named = tasks.flatMap(({ name, keys }) => keys.map((key) => ({ task: name, key })));
  const places = new Map<number, number>();
  const rows = named.map(({ task, key }, k): NeighborRow => {
    const index = indices[k]!;
    const similarity = rounded(similarities[k]!);
    if (similarity >= keptFrom && !places.has(index)) places.set(index, places.size);
    const image = similarity >= keptFrom ? places.get(index)! : -1;
    const license = licenses.get(train.sets[index]!) ?? '';
    return { task, key, neighbor: train.ids[index]!, similarity, license, image };
  });
  return { rows, images: shrunk(train, [...places.keys()]) };
}

/** The images at some indices, at the sheet's size. */
function shrunk({ images }: PairSet, indices: readonly number[]): TrainingNeighbors['images'] {
  const { size } = SHEET;
  const chosen = selectImages(images, indices);
  const stride = images.height * images.width * 3;
  const pixels = new Uint8Array(indices.length * size * size * 3);
  indices.forEach((_, k) => {
    const image = { ...images, pixels: chosen.pixels.subarray(k * stride, (k + 1) * stride) };
    pixels.set(resizePixels(image, size, size).pixels, k * size * size * 3);
  });
  return { count: indices.length, height: size, width: size, pixels };
}
