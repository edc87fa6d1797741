/** Whether a palette (RGB, three bytes an entry) is level 0, 1, 2, …: Pillow then takes the indices for grey levels. */
export function isGreyRamp(palette: Uint8Array): boolean {
  return palette.every((level, k) => level === Math.floor(k / 3));
}

/** Indices become RGB bytes; those past the palette's end are black. */
export function paintPalette(indices: Uint8Array, palette: Uint8Array): Uint8Array {
  const colours = new Uint8Array(3 * 256);
  colours.set(palette.subarray(0, colours.length));
  const rgb = new Uint8Array(3 * indices.length);
  for (let k = 0; k < indices.length; k++) {
    const entry = 3 * indices[k]!;
    rgb[3 * k] = colours[entry]!;
    rgb[3 * k + 1] = colours[entry + 1]!;
    rgb[3 * k + 2] = colours[entry + 2]!;
  }
  return rgb;
}
