import type { ColorStatistics } from './normalizePixels.js';

/**
 * RGB bytes as the released models read them: (x / 255 - mean) / std, every step rounded to float32 as the reference
 * rounds it, so that the result is equal to the bit.
 */
export function normalizeBytes(pixels: Uint8Array, colors: ColorStatistics): Float32Array {
  const levels = levelsOfChannels(colors); // [3, 256]
  const out = new Float32Array(pixels.length);
  for (let k = 0; k + 2 < pixels.length; k += 3) {
    out[k] = levels[pixels[k]!]!;
    out[k + 1] = levels[256 + pixels[k + 1]!]!;
    out[k + 2] = levels[512 + pixels[k + 2]!]!;
  }
  return out;
}

function levelsOfChannels({ mean, std }: ColorStatistics): Float32Array {
  return Float32Array.from({ length: 3 * 256 }, (_, k) => {
    const channel = k >> 8;
    const share = Math.fround((k & 255) / 255);
    return Math.fround(share - Math.fround(mean[channel]!)) / Math.fround(std[channel]!);
  });
}
