import type { ImageBatch } from '../image/imageBatch.js';
import { thumbnailPng } from './thumbnailPng.js';

/** Every picture of a batch as a PNG data URI, ready for a figure or an HTML page. */
export function thumbnails(images: ImageBatch): string[] {
  const size = images.height * images.width * 3;
  return Array.from({ length: images.count }, (_, k) => {
    const pixels = images.pixels.subarray(k * size, (k + 1) * size);
    return 'data:image/png;base64,' + thumbnailPng(pixels, images.width, images.height).toString('base64');
  });
}
