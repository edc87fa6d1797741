import { UserError } from '../io/userError.js';
import type { ImageBatch } from './imageBatch.js';
import { requireImages } from './requireImages.js';

/**
 * The images at some indices, in that order.
 * @throws UserError for an index that is not there, or bytes that are not RGB of that size
 * @example
 * const images = await readImages((await loadDataset('flags')).validation);
 * const two = selectImages(images, [5, 0]); // [2, height, width, 3]
 */
export function selectImages(images: ImageBatch, indices: readonly number[]): ImageBatch {
  requireImages(images);
  const { height, width } = images;
  const size = height * width * 3;
  const pixels = new Uint8Array(indices.length * size);
  indices.forEach((index, k) => {
    if (!(Number.isInteger(index) && index >= 0 && index < images.count))
      throw new UserError(`image ${index} is not one of the ${images.count}: they are numbered from 0.`);
    pixels.set(images.pixels.subarray(index * size, (index + 1) * size), k * size);
  });
  return { count: indices.length, height, width, pixels };
}
