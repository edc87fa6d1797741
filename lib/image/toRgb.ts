import { paintPalette } from './palette.js';
import type { Picture } from './picture.js';
import { multiplyLevels } from './premultiply.js';

/** Samples of any mode as RGB bytes, three a pixel, as Pillow converts: alpha is dropped, CMYK subtracted from the paper's white. */
export function toRgb(samples: Uint8Array, { mode, palette }: Pick<Picture, 'mode' | 'palette'>): Uint8Array {
  if (mode === 'RGB') return samples;
  if (mode === 'P') return paintPalette(samples, palette ?? new Uint8Array(0));
  const pixels = mode === 'L' ? samples.length : samples.length / 4;
  const rgb = new Uint8Array(3 * pixels);
  for (let k = 0; k < pixels; k++) {
    for (let c = 0; c < 3; c++) {
      if (mode === 'L') rgb[3 * k + c] = samples[k]!;
      else if (mode === 'RGBA') rgb[3 * k + c] = samples[4 * k + c]!;
      else {
        const white = 255 - samples[4 * k + 3]!;
        rgb[3 * k + c] = white - multiplyLevels(samples[4 * k + c]!, white);
      }
    }
  }
  return rgb;
}
