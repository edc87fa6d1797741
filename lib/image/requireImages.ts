import { requireWhole } from '../io/requireWhole.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { ImageBatch } from './imageBatch.js';

/**
 * Refuses images whose bytes are not RGB, [count, height, width, 3]: four channels read as three are other images.
 * @param what names them. Default `the images`
 * @throws UserError saying how many bytes there are and how many there should be
 */
export function requireImages(images: ImageBatch, what = 'the images'): void {
  if (typeof images !== 'object' || (images as unknown) === null)
    throw new UserError(
      `${what} are ${told(images)}, expected { count, height, width, pixels } as readImages gives them.`,
    );
  const { count, height, width, pixels } = images;
  requireWhole(count, `the count of ${what}`, 0);
  requireWhole(height, `the height of ${what}`, 1);
  requireWhole(width, `the width of ${what}`, 1);
  if (!(pixels instanceof Uint8Array || (pixels as unknown) instanceof Uint8ClampedArray))
    throw new UserError(`the pixels of ${what} are ${told(pixels)}, expected a Uint8Array of RGB bytes, 0 to 255.`);
  const places = count * height * width;
  if (pixels.length === 3 * places) return;
  const channels = { [places]: ' (gray, one byte a pixel)', [4 * places]: ' (RGBA, four bytes a pixel)' }[
    pixels.length
  ];
  throw new UserError(
    `${what} have ${pixels.length} bytes${channels ?? ''}, expected ${3 * places}, the RGB bytes of ${count} images of ` +
      `${height} x ${width} pixels: make them with preprocess, or leave the fourth channel out.`,
  );
}
