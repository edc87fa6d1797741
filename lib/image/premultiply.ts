/** c * a / 255, rounded as Pillow rounds it. */
export function multiplyLevels(c: number, a: number): number {
  const t = c * a + 128;
  return ((t >> 8) + t) >> 8;
}

/** RGBA samples with the colours multiplied by their alpha, so that hidden colours do not bleed when pixels are mixed. */
export function premultiply(rgba: Uint8Array): Uint8Array {
  const out = new Uint8Array(rgba.length);
  for (let k = 0; k < rgba.length; k += 4) {
    const alpha = rgba[k + 3]!;
    for (let c = 0; c < 3; c++) out[k + c] = multiplyLevels(rgba[k + c]!, alpha);
    out[k + 3] = alpha;
  }
  return out;
}

/** Undoes it as Pillow does, rounding down; where alpha is 0 the colours stay. */
export function unpremultiply(rgba: Uint8Array): Uint8Array {
  const out = Uint8Array.from(rgba);
  for (let k = 0; k < rgba.length; k += 4) {
    const alpha = rgba[k + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let c = 0; c < 3; c++) out[k + c] = Math.min(255, Math.floor((255 * rgba[k + c]!) / alpha));
  }
  return out;
}
