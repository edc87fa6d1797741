/**
 * The place of the first number that is NaN or infinite; -1 where there is none.
 * @param values any length, in one pass
 * @example firstNotFinite(new Float32Array([1, NaN])) // 1
 */
export function firstNotFinite(values: ArrayLike<number>): number {
  for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at])) return at;
  return -1;
}
