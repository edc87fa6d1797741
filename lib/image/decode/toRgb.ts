import { paintPalette } from './palette.js';
import type { StoredImage } from './storedImage.js';
import { multiplyLevels } from './premultiply.js';

/**
 * Samples of any mode as RGB bytes, three a pixel, as Pillow converts: alpha is dropped, CMYK subtracted from the
 * paper's white.
 */
export function toRgb(samples: Uint8Array, { mode, palette }: Pick<StoredImage, 'mode' | 'palette'>): Uint8Array {
  switch (mode) {
    case 'RGB':
      return samples;
    case 'P':
      return paintPalette(samples, palette ?? new Uint8Array(0));
    case 'L':
      return grayToRgb(samples);
    case 'RGBA':
      return withoutAlpha(samples);
    case 'CMYK':
      return cmykToRgb(samples);
  }
}

function grayToRgb(gray: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(3 * gray.length);
  for (let k = 0; k < gray.length; k++) rgb[3 * k] = rgb[3 * k + 1] = rgb[3 * k + 2] = gray[k]!;
  return rgb;
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const white = 255 - cmyk[from + 3]!;
    for (let c = 0; c < 3; c++) rgb[to + c] = white - multiplyLevels(cmyk[from + c]!, white);
  }
  return rgb;
}
