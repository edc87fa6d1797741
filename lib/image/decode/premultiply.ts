/** c * a / 255, rounded as Pillow rounds it. */
export function multiplyLevels(c: number, a: number): number {
  const t = c * a + 128;
  return ((t >> 8) + t) >> 8;
}

/** RGBA samples with the colors multiplied by their alpha, so that hidden colors do not bleed when pixels are mixed. */
export function premultiply(rgba: Uint8Array): Uint8Array {
  const out = rgba.slice();
  for (let k = 0; k < out.length; k += 4) {
    const alpha = out[k + 3]!;
    if (alpha === 255) continue;
    out[k] = multiplyLevels(out[k]!, alpha);
    out[k + 1] = multiplyLevels(out[k + 1]!, alpha);
    out[k + 2] = multiplyLevels(out[k + 2]!, alpha);
  }
  return out;
}

/** Undoes it as Pillow does, rounding down; where alpha is 0 the colors stay. */
export function unpremultiply(rgba: Uint8Array): Uint8Array {
  const out = rgba.slice();
  for (let k = 0; k < out.length; k += 4) {
    const alpha = out[k + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    out[k] = divideLevels(out[k]!, alpha);
    out[k + 1] = divideLevels(out[k + 1]!, alpha);
    out[k + 2] = divideLevels(out[k + 2]!, alpha);
  }
  return out;
}

function divideLevels(c: number, a: number): number {
  return Math.min(255, ((255 * c) / a) | 0);
}
