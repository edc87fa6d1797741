import type { ImageBatch } from '../image/imageBatch.js';
import { UserError } from '../io/userError.js';
import { requireSize } from '../image/requireSize.js';
import type { ImageSplit } from './imageSplit.js';
import { requirePositions, requireSplit } from './requireSplit.js';

/** Images that are decoded at once. */
const BATCH = 256;

/**
 * Images of a split, in memory.
 * @param positions which, in this order; by default all of them
 * @param size pixels a side that they are cut to; those of the suite's tasks stay as they are stored, 64 pixels a side
 * @throws UserError for a position that is not there, none at all, or an image that cannot be read
 * @example
 * const { validation } = await loadDataset('flags');
 * const images = await readImages(validation, [0, 1, 2]);
 */
export async function readImages(split: ImageSplit, positions?: ArrayLike<number>, size = 64): Promise<ImageBatch> {
  requireSplit(split);
  const chosen = positions === undefined ? split.labels.map((_, k) => k) : positions;
  requirePositions(chosen, split);
  if (chosen.length === 0) throw new UserError('there are no images to read: give at least one position.');
  requireSize(size, 'the pixels a side');
  let whole: { height: number; width: number; pixels: Uint8Array } | undefined;
  let at = 0;
  for await (const { height, width, pixels } of split.read(chosen, size, { batchSize: BATCH })) {
    whole ??= { height, width, pixels: new Uint8Array(chosen.length * height * width * 3) };
    whole.pixels.set(pixels, at);
    at += pixels.length;
  }
  return { count: chosen.length, ...whole! };
}
