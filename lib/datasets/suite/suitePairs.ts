import type { ImageBatch } from '../../image/imageBatch.js';
import { sha256 } from '../../io/sha256.js';
import { fillTemplate } from '../../text/fillTemplate.js';
import type { Dataset } from '../dataset.js';
import type { PairSet } from '../iconwit/pairSet.js';
import type { ImageSplit } from '../imageSplit.js';
import { suiteDataset } from './loadTask.js';

/**
 * Tasks whose classes are things with names of their own, drawn by one designer for training and by another for
 * validation.
 */
const TASKS = ['emoji-names', 'flags', 'map-symbols'] as const;

/** Pixels a side, as the suite stores them. */
const IMAGE_SIZE = 64;
const BATCH = 256;

async function pairsOf({ name, classNames, templates }: Dataset, split: ImageSplit, size: number): Promise<PairSet> {
  const { labels, keys, read, sha256: hash } = split;
  const stride = size * size * 3;
  const pixels = new Uint8Array(labels.length * stride);
  let at = 0;
  for await (const images of read([...labels.keys()], size, { batchSize: BATCH })) {
    pixels.set(images.pixels, at);
    at += images.pixels.length;
  }
  const captions = Array.from(labels, (label) => {
    const className = classNames[label]!;
    return [...new Set([className, ...templates.map((template) => fillTemplate(template, className))])];
  });
  return {
    images: { count: labels.length, height: size, width: size, pixels },
    captions,
    sets: captions.map(() => name),
    categories: captions.map(() => ''),
    ids: keys.map((key) => `${name}:${key}`),
    skipped: 0,
    hash,
  };
}

function joined(parts: readonly PairSet[]): PairSet {
  const [{ images: first }] = parts as [PairSet];
  const images: ImageBatch = {
    ...first,
    count: parts.reduce((sum, { images: { count } }) => sum + count, 0),
    pixels: new Uint8Array(Buffer.concat(parts.map(({ images: { pixels } }) => pixels))),
  };
  return {
    images,
    captions: parts.flatMap(({ captions }) => captions),
    sets: parts.flatMap(({ sets }) => sets),
    categories: parts.flatMap(({ categories }) => categories),
    ids: parts.flatMap(({ ids }) => ids),
    skipped: 0,
    hash: sha256(parts.map(({ hash }) => hash).join('\n')),
  };
}

/**
 * Some 1,700 pairs that every clone of the repository has: training images of the suite's tasks, their class names as
 * captions, and their validation images, the same things by other designers. For runs that check the trainer or show it
 * at work; a model trained on them is not one to measure on the suite. No test split is opened.
 * @throws UserError where a task is damaged
 * @example
 * const { pairs, validation } = await suitePairs();
 * show(`${pairs.images.count} pairs, the first of them: ${pairs.captions[0].join(', ')}`);
 */
export async function suitePairs(): Promise<{ readonly pairs: PairSet; readonly validation: PairSet }> {
  const tasks = await Promise.all(TASKS.map((name) => suiteDataset(name)));
  const of = async (split: 'train' | 'validation'): Promise<PairSet> =>
    joined(await Promise.all(tasks.map((task) => pairsOf(task, task[split], IMAGE_SIZE))));
  return { pairs: await of('train'), validation: await of('validation') };
}
