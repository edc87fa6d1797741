import { join } from 'node:path';
import { rollup } from 'd3-array';
import type { Dataset } from '../datasets/dataset.js';
import { drawShots, readDraw, writeDraw, type Draw } from '../datasets/draws/drawShots.js';
import type { ShotDraw } from '../eval/fewShot/fewShot.js';

/** A task with the training images that few-shot probes of it may see. */
export interface DrawnTask {
  /** As `loadDataset` takes it. */
  readonly name: string;
  readonly classes: number;
  /** Training images of the class that has fewest. */
  readonly leastPerClass: number;
  readonly draws: readonly (ShotDraw & { readonly sha256: string })[];
  readonly testSha256: string;
}

export interface DrawTaskOptions {
  readonly name: string;
  readonly shots: readonly number[];
  readonly seeds: readonly number[];
  /** Where each draw is written, and read from again, so that what is used is what others can read. */
  readonly folder: string | undefined;
}

/**
 * Draws of a task for each seed and each number of shots that all of its classes have images for; or why there is none,
 * in a sentence.
 */
export async function drawTask(
  dataset: Dataset,
  { name, shots, seeds, folder }: DrawTaskOptions,
): Promise<DrawnTask | { readonly leftOut: string }> {
  const { labels } = dataset.train;
  const counts = rollup(
    labels,
    (own) => own.length,
    (label) => label,
  );
  const leastPerClass = Math.min(...dataset.classNames.map((_, label) => counts.get(label) ?? 0));
  const remedy = `leave ${name} out`;
  if (dataset.metric === 'elevenPointMap')
    return { leftOut: `${name} has several labels an image, and few-shot probes learn one: ${remedy}.` };
  if (leastPerClass < Math.min(...shots))
    return {
      leftOut: `${name} has a class of ${leastPerClass} training images, fewer than ${Math.min(...shots)}: ask for fewer shots, or ${remedy}.`,
    };
  const draws: DrawnTask['draws'][number][] = [];
  for (const k of shots.filter((one) => one <= leastPerClass))
    for (const seed of seeds) {
      const drawn = drawShots(dataset, k, seed);
      const { positions, sha256 } = folder === undefined ? drawn : await throughFile(folder, name, drawn, dataset);
      draws.push({ shots: k, seed, sha256, indices: positions });
    }
  const { length: classes } = dataset.classNames;
  return { name, classes, leastPerClass, draws, testSha256: dataset.contents.test.sha256 };
}

async function throughFile(folder: string, name: string, draw: Draw, dataset: Dataset): Promise<Draw> {
  const path = join(folder, name.replace(/[^\w-]/g, '-'), `${draw.shots}-shots-seed-${draw.seed}.json`);
  await writeDraw(path, draw, dataset);
  return readDraw(path, dataset);
}
