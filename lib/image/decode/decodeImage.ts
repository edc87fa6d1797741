import { decodePicture } from './decodePicture.js';
import type { Picture } from './picture.js';
import { toRgb } from './toRgb.js';

/** One picture as RGB bytes [height, width, 3]. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/**
 * Decodes a picture file (see `decodePicture` for the formats) as drawings are meant: what is transparent becomes white.
 * @throws UserError naming the picture when it cannot be read
 */
export async function decodeImage(bytes: Uint8Array, name?: string): Promise<DecodedImage> {
  const picture = await decodePicture(bytes, name === undefined ? {} : { name });
  const pixels = picture.mode === 'RGBA' ? onWhite(picture) : toRgb(picture.samples, picture);
  return { height: picture.height, width: picture.width, pixels };
}

function onWhite({ samples }: Picture): Uint8Array {
  const rgb = new Uint8Array((samples.length / 4) * 3);
  for (let from = 0, to = 0; from < samples.length; from += 4, to += 3) {
    const alpha = samples[from + 3]!;
    for (let c = 0; c < 3; c++) rgb[to + c] = 255 + Math.round(((samples[from + c]! - 255) * alpha) / 255);
  }
  return rgb;
}
