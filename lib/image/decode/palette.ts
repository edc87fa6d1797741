/** Whether a palette (RGB, three bytes an entry) is level 0, 1, 2, …: Pillow then takes the indices for gray levels. */
export function isGrayRamp(palette: Uint8Array): boolean {
  return palette.every((level, k) => level === Math.floor(k / 3));
}

/** Indices become RGB bytes; those past the palette's end are black. */
export function paintPalette(indices: Uint8Array, palette: Uint8Array): Uint8Array {
  const colors = new Uint8Array(3 * 256);
  colors.set(palette.subarray(0, colors.length));
  const rgb = new Uint8Array(3 * indices.length);
  for (let k = 0; k < indices.length; k++) {
    const entry = 3 * indices[k]!;
    rgb[3 * k] = colors[entry]!;
    rgb[3 * k + 1] = colors[entry + 1]!;
    rgb[3 * k + 2] = colors[entry + 2]!;
  }
  return rgb;
}
