/**
 * The number of a flag, or of a table's cell, as people write it: digits with a sign, a point or an exponent. NaN for
 * everything else that `Number` takes for one: an empty or blank text (0), hexadecimal, `Infinity`.
 */
export function plainNumber(text: string): number {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? finite(Number(text)) : NaN;
}

/** NaN for what overflows. */
const finite = (value: number): number => (Number.isFinite(value) ? value : NaN);
