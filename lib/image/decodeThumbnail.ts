import { decodeImage } from './decodeImage.js';
import { decodePlainPng } from './decodePlainPng.js';
import { resizePixels } from './resizePixels.js';

/**
 * A square picture of a dataset as RGB bytes [size, size, 3], resized as Pillow does where it has another size.
 * @throws the decoder's error for bytes that are no picture.
 */
export async function decodeThumbnail(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const image = decodePlainPng(bytes) ?? (await decodeImage(bytes));
  return resizePixels(image, size, size).pixels;
}
