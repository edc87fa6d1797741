import type { ImageBatch } from './imageBatch.js';

/**
 * The pictures at some indices, in that order.
 * @throws RangeError for an index that is not there
 */
export function selectImages(images: ImageBatch, indices: readonly number[]): ImageBatch {
  const { height, width } = images;
  const size = height * width * 3;
  const pixels = new Uint8Array(indices.length * size);
  indices.forEach((index, k) => {
    if (!(Number.isInteger(index) && index >= 0 && index < images.count))
      throw new RangeError(`picture ${index} is not one of the ${images.count}`);
    pixels.set(images.pixels.subarray(index * size, (index + 1) * size), k * size);
  });
  return { count: indices.length, height, width, pixels };
}
