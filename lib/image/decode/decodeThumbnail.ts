import { decodeImage } from './decodeImage.js';
import { resizePixels } from '../resize/resizePixels.js';

/**
 * A square picture of a dataset as RGB bytes [size, size, 3], resized as Pillow does where it has another size.
 * @throws UserError for bytes that are no picture
 */
export async function decodeThumbnail(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  return resizePixels(await decodeImage(bytes), size, size).pixels;
}
