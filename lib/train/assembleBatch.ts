import type { Random } from '../engine/random.js';
import { tf, type Tensor2D, type Tensor4D } from '../engine/tf.js';
import type { ImageBatch } from '../image/imageBatch.js';
import { colorJitters } from '../image/augment/colorJitter.js';
import { cropImages } from '../image/augment/cropImages.js';
import { randomSquareCrops } from '../image/augment/randomSquareCrops.js';
import type { ClipConfig } from '../models/clipConfig.js';
import type { TokenTable } from './trainingPairs.js';

/** What is changed in an image each time it is drawn. */
export interface Augmentation {
  /** Side of the smallest random square crop, as a share of the image's. */
  readonly smallestCrop: number;
  /** How far colors may move, 0..1 (see `colorJitters`); not at all where it is left out. */
  readonly colorJitter?: number;
  /** How often an image is mirrored, 0..1; never where it is left out. */
  readonly mirrored?: number;
}

/**
 * The images at `indices`, each a random square of itself, and changed as `augmentation` says: [N, S, S, 3],
 * normalized.
 */
export function cropBatch(
  images: ImageBatch,
  indices: Uint32Array,
  config: ClipConfig,
  { smallestCrop, colorJitter = 0, mirrored = 0 }: Augmentation,
  random: Random,
): Tensor4D {
  const { height, width } = images;
  const size = height * width * 3;
  const gathered = new Uint8Array(indices.length * size);
  indices.forEach((index, k) => gathered.set(images.pixels.subarray(index * size, (index + 1) * size), k * size));
  const N = indices.length;
  const boxes = randomSquareCrops(N, smallestCrop, random);
  if (mirrored > 0) mirrorBoxes(boxes, mirrored, random);
  const matrices = colorJitter > 0 ? colorJitters(N, colorJitter, random) : undefined;
  const { mean, std, vision } = config;
  return cropImages(gathered, [N, height, width, 3], { boxes, size: vision.imageSize, matrices, mean, std });
}

/** Exchanges left and right of a share of the boxes [N, 4]: what is cut out by one comes mirrored. */
function mirrorBoxes(boxes: Float32Array, share: number, random: Random): void {
  for (let at = 0; at < boxes.length; at += 4) {
    if (random.next() >= share) continue;
    const left = boxes[at + 1]!;
    boxes[at + 1] = boxes[at + 3]!;
    boxes[at + 3] = left;
  }
}

/** One caption of each image at `indices`: ids [N, L] int32. */
export function drawCaptions(
  { ids, starts, contextLength: L }: TokenTable,
  indices: Uint32Array,
  mainCaption: number,
  random: Random,
): Tensor2D {
  const drawn = new Int32Array(indices.length * L);
  indices.forEach((index, k) => {
    const first = starts[index]!;
    const others = starts[index + 1]! - first - 1;
    const main = random.next() < mainCaption || others === 0;
    const row = main ? first : first + 1 + random.int(others);
    drawn.set(ids.subarray(row * L, (row + 1) * L), k * L);
  });
  return tf.tensor2d(drawn, [indices.length, L], 'int32');
}
