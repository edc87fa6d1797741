// Jupyter counts positions in a text in Unicode code points, JavaScript in UTF-16 units: an emoji is one of those and
// two of these.

/** The position in UTF-16 units of one in code points, which may be anything: what is no position is the end. */
export function unitPosition(text: string, codePoints: unknown): number {
  if (typeof codePoints !== 'number' || Number.isNaN(codePoints)) return text.length;
  let units = 0;
  for (let k = 0; k < Math.floor(codePoints) && units < text.length; k++)
    units += text.codePointAt(units)! > 0xffff ? 2 : 1;
  return units;
}

/** The position in code points of one in UTF-16 units. */
export function codePointPosition(text: string, units: number): number {
  let codePoints = 0;
  for (let k = 0; k < Math.min(units, text.length); codePoints++) k += text.codePointAt(k)! > 0xffff ? 2 : 1;
  return codePoints;
}
