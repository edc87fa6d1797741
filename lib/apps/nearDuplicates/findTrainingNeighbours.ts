import { readStatistics } from '../../datasets/iconwit/readStatistics.js';
import type { PairSet } from '../../datasets/iconwit/pairSet.js';
import { listTasks, loadTask } from '../../datasets/suite/loadTask.js';
import { resizePixels } from '../../image/resize/resizePixels.js';
import { selectImages } from '../../image/selectImages.js';
import { stackRows, type Matrix } from '../../eval/matrix.js';
import type { Detector } from './detector.js';
import { rounded } from './detectorValidation.js';
import { embedWithDetector } from './embedWithDetector.js';
import { nearestRows } from './nearestRows.js';
import { SHEET, type NeighbourRow, type TrainingNeighbours } from './trainingNeighbours.js';

/**
 * For every test picture of the suite the nearest of all training pictures. Labels are not looked at.
 * @param keptFrom pictures are kept to look at from this similarity on
 */
export async function findTrainingNeighbours(
  detector: Detector,
  train: PairSet,
  trained: Matrix,
  keptFrom: number,
): Promise<TrainingNeighbours> {
  const { summary } = await readStatistics();
  const licences = new Map(summary.sets.map(({ prefix, licence }) => [prefix, licence]));
  const tasks = [];
  for (const { name } of await listTasks()) {
    const { images, keys } = (await loadTask(name)).test.open();
    tasks.push({ name, keys, embedded: await embedWithDetector(detector, images, { label: name }) });
  }
  const queries = stackRows(tasks.map(({ embedded }) => embedded));
  const { indices, similarities } = await nearestRows(queries, trained, 'search the training set');
  const named = tasks.flatMap(({ name, keys }) => keys.map((key) => ({ task: name, key })));
  const places = new Map<number, number>();
  const rows = named.map(({ task, key }, k): NeighbourRow => {
    const index = indices[k]!;
    const similarity = rounded(similarities[k]!);
    if (similarity >= keptFrom && !places.has(index)) places.set(index, places.size);
    const picture = similarity >= keptFrom ? places.get(index)! : -1;
    const licence = licences.get(train.sets[index]!) ?? '';
    return { task, key, neighbour: train.ids[index]!, similarity, licence, picture };
  });
  return { rows, images: shrunk(train, [...places.keys()]) };
}

/** The pictures at some indices, at the sheet's size. */
function shrunk({ images }: PairSet, indices: readonly number[]): TrainingNeighbours['images'] {
  const { size } = SHEET;
  const chosen = selectImages(images, indices);
  const stride = images.height * images.width * 3;
  const pixels = new Uint8Array(indices.length * size * size * 3);
  indices.forEach((_, k) => {
    const picture = { ...images, pixels: chosen.pixels.subarray(k * stride, (k + 1) * stride) };
    pixels.set(resizePixels(picture, size, size).pixels, k * size * size * 3);
  });
  return { count: indices.length, height: size, width: size, pixels };
}
