import { tf, type Tensor4D } from '../engine/tf.js';
import { requireWhole } from '../io/requireWhole.js';
import type { DecodedImage } from './decode/decodeImage.js';
import type { ImageBatch } from './imageBatch.js';
import { requireColours } from './requireColours.js';
import { normalizeBytes } from './normalizeBytes.js';
import type { ColourStatistics } from './normalizePixels.js';
import { requireImages } from './requireImages.js';
import { cutPicture } from './preprocess.js';
import type { Preprocessing } from './preprocessing.js';
import { resizePixels } from './resize/resizePixels.js';

/**
 * Square pictures as an image tower reads them: [N, size, size, 3] float32, normalised. Where they are of another size they are
 * resized as the reference resizes (bicubic with antialiasing, Pillow's), or as the model's own preprocessing says. Only pictures
 * `begin` to `end`, by default all.
 * @throws UserError where the bytes are not RGB of that size, or the mean and std are no numbers to divide by
 */
export function toPixels(
  images: ImageBatch,
  size: number,
  colours: ColourStatistics & { readonly preprocessing?: Preprocessing },
  begin = 0,
  end = images.count,
): Tensor4D {
  requireImages(images);
  requireWhole(size, 'the size', 1);
  requireWhole(begin, 'the first picture', 0, images.count);
  requireWhole(end, 'the end of the pictures', begin, images.count);
  requireColours(colours);
  const { height, width, pixels } = images;
  const N = end - begin;
  const from = height * width * 3;
  const to = size * size * 3;
  const bytes = new Uint8Array(N * to);
  for (let k = 0; k < N; k++) {
    const own = pixels.subarray((begin + k) * from, (begin + k + 1) * from);
    bytes.set(fitPicture({ height, width, pixels: own }, size, colours.preprocessing), k * to);
  }
  return tf.tensor4d(normalizeBytes(bytes, colours), [N, size, size, 3]);
}

function fitPicture(image: DecodedImage, size: number, preprocessing: Preprocessing | undefined): Uint8Array {
  const { height, width, pixels } = image;
  if (!preprocessing || (height === size && width === size)) return resizePixels(image, size, size).pixels;
  return cutPicture({ height, width, mode: 'RGB', samples: pixels, indexed: false }, size, preprocessing);
}
