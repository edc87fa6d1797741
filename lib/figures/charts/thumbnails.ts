import type { ImageBatch } from '../../image/imageBatch.js';
import { requireImages } from '../../image/requireImages.js';
import { thumbnailPng } from './thumbnailPng.js';

/**
 * Every image of a batch as a PNG data URI, ready for a figure or an HTML page.
 * @throws UserError where the bytes are not RGB of their size
 * @example
 * const images = await readImages((await loadDataset('flags')).validation);
 * show(html(thumbnails(images).map((address) => `<img src="${address}">`).join('')));
 */
export function thumbnails(images: ImageBatch): string[] {
  requireImages(images);
  const size = images.height * images.width * 3;
  return Array.from({ length: images.count }, (_, k) => {
    const pixels = images.pixels.subarray(k * size, (k + 1) * size);
    return 'data:image/png;base64,' + thumbnailPng(pixels, images.width, images.height).toString('base64');
  });
}
