import { cropAndResize } from '../engine/cropAndResize.js';
import type { Random } from '../engine/random.js';
import { tf, type Tensor2D, type Tensor4D } from '../engine/tf.js';
import type { ImageBatch } from '../image/imageBatch.js';
import { normalizePixels } from '../image/normalizePixels.js';
import { randomSquareCrops } from '../image/randomSquareCrops.js';
import type { ClipConfig } from '../models/clipConfig.js';
import type { TokenTable } from './trainingPairs.js';

export interface AugmentOptions {
  /** Side of the smallest random square crop, as a share of the picture's. */
  readonly smallestCrop: number;
  /** How often a picture is paired with its main caption rather than another of its captions, 0..1. */
  readonly mainCaption: number;
}

/** The pictures at `indices`, each a random square of itself: [N, S, S, 3], normalised. */
export function cropImages(
  images: ImageBatch,
  indices: Uint32Array,
  config: ClipConfig,
  smallestCrop: number,
  random: Random,
): Tensor4D {
  const { height, width } = images;
  const size = height * width * 3;
  const gathered = new Uint8Array(indices.length * size);
  indices.forEach((index, k) => gathered.set(images.pixels.subarray(index * size, (index + 1) * size), k * size));
  const boxes = randomSquareCrops(indices.length, smallestCrop, random);
  return tf.tidy(() =>
    normalizePixels(
      cropAndResize(gathered, [indices.length, height, width, 3], boxes, config.vision.imageSize),
      config,
    ),
  );
}

/** One caption of each picture at `indices`: ids [N, L] int32. */
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
