import { decodeImage } from './decodeImage.js';
import type { StoredImage } from './storedImage.js';
import { toRgb } from './toRgb.js';

/** One image as RGB bytes [height, width, 3]. */
export interface RgbImage {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/**
 * Decodes an image file (see `decodeImage` for the formats) as drawings are meant: what is transparent becomes white.
 * @throws UserError naming the image when it cannot be read
 */
export async function decodeRgb(bytes: Uint8Array, name?: string): Promise<RgbImage> {
  const image = await decodeImage(bytes, name === undefined ? {} : { name });
  const pixels = image.mode === 'RGBA' ? onWhite(image) : toRgb(image.samples, image);
  return { height: image.height, width: image.width, pixels };
}

function onWhite({ samples }: StoredImage): Uint8Array {
  const rgb = new Uint8Array((samples.length / 4) * 3);
  for (let from = 0, to = 0; from < samples.length; from += 4, to += 3) {
    const alpha = samples[from + 3]!;
    for (let c = 0; c < 3; c++) rgb[to + c] = 255 + Math.round(((samples[from + c]! - 255) * alpha) / 255);
  }
  return rgb;
}
