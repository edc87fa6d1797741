import { cropAndResize } from '../engine/cropAndResize.js';
import { tf, type Tensor4D } from '../engine/tf.js';
import type { ImageBatch } from './imageBatch.js';
import { normalizeBytes } from './normalizeBytes.js';
import { normalizePixels, type ColourStatistics } from './normalizePixels.js';
import { wholePictures } from './randomSquareCrops.js';

/**
 * Square pictures as an image tower reads them: [N, size, size, 3] float32, normalised. At the right size, as `preprocess` makes
 * them, that is all, to the bit as the reference does it; of another size they are resampled bilinearly, exactly as in training
 * the mini models. Only pictures `begin` to `end`, by default all.
 */
export function toPixels(
  images: ImageBatch,
  size: number,
  colours: ColourStatistics,
  begin = 0,
  end = images.count,
): Tensor4D {
  const { height, width } = images;
  const bytes = images.pixels.subarray(begin * height * width * 3, end * height * width * 3);
  const N = end - begin;
  if (height === size && width === size) return tf.tensor4d(normalizeBytes(bytes, colours), [N, size, size, 3]);
  return tf.tidy(() => {
    const resized = cropAndResize(bytes, [N, height, width, 3], wholePictures(N), size);
    return normalizePixels(resized, colours);
  });
}
