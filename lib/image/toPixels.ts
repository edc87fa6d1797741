import { tf, type Tensor4D } from '../engine/tf.js';
import { requireWhole } from '../io/requireWhole.js';
import { UserError } from '../io/userError.js';
import type { RgbImage } from './decode/decodeRgb.js';
import type { ImageBatch } from './imageBatch.js';
import { requireColors } from './requireColors.js';
import { normalizeBytes } from './normalizeBytes.js';
import type { ColorStatistics } from './normalizePixels.js';
import { requireImages } from './requireImages.js';
import { requireSize } from './requireSize.js';
import { cutImage } from './preprocess.js';
import type { Preprocessing } from './preprocessing.js';
import { resizePixels } from './resize/resizePixels.js';

/** One tensor holds no more numbers. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Square images as an image tower reads them: [N, size, size, 3] float32, normalized. Where they are of another size
 * they are resized as the reference resizes (bicubic with antialiasing, Pillow's), or as the model's own preprocessing
 * says. Only images `begin` to `end`, by default all.
 * @throws UserError where the bytes are not RGB of that size, or the mean and std are no numbers to divide by
 * @example
 * const { model } = await loadModel();
 * const images = await readImages((await loadDataset('flags')).validation);
 * const pixels = toPixels(selectImages(images, [0, 1]), model.config.vision.imageSize, model.config);
 * model.encodeImage(pixels); // [2, D]
 */
export function toPixels(
  images: ImageBatch,
  size: number,
  colors: ColorStatistics & { readonly preprocessing?: Preprocessing },
  begin = 0,
  end = images.count,
): Tensor4D {
  requireImages(images);
  requireSize(size, 'the size');
  requireWhole(begin, 'the first image', 0, images.count);
  requireWhole(end, 'the end of the images', begin, images.count);
  requireColors(colors);
  const { height, width, pixels } = images;
  const N = end - begin;
  const from = height * width * 3;
  const to = size * size * 3;
  if (N * to > MOST_BYTES)
    throw new UserError(`${N} images of ${size} x ${size} pixels are too many at once: take fewer, or smaller ones.`);
  const bytes = new Uint8Array(N * to);
  for (let k = 0; k < N; k++) {
    const own = pixels.subarray((begin + k) * from, (begin + k + 1) * from);
    bytes.set(fitImage({ height, width, pixels: own }, size, colors.preprocessing), k * to);
  }
  return tf.tensor4d(normalizeBytes(bytes, colors), [N, size, size, 3]);
}

function fitImage(image: RgbImage, size: number, preprocessing: Preprocessing | undefined): Uint8Array {
  const { height, width, pixels } = image;
  if (!preprocessing || (height === size && width === size)) return resizePixels(image, size, size).pixels;
  return cutImage({ height, width, mode: 'RGB', samples: pixels, indexed: false }, size, preprocessing);
}
