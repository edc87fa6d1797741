import { decodeRgb } from './decodeRgb.js';
import { resizePixels } from '../resize/resizePixels.js';

/**
 * A square image of a dataset as RGB bytes [size, size, 3], resized as Pillow does where it has another size.
 * @throws UserError for bytes that are no image
 */
export async function decodeThumbnail(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  return resizePixels(await decodeRgb(bytes), size, size).pixels;
}
