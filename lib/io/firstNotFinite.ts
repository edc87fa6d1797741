import { areFinite } from './areFinite.js';

/**
 * The place of the first number that is NaN or infinite; -1 where there is none.
 * @param values any length
 * @example firstNotFinite(new Float32Array([1, NaN])) // 1
 */
export function firstNotFinite(values: ArrayLike<number>): number {
  if (values instanceof Float32Array && areFinite(values)) return -1;
  for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at])) return at;
  return -1;
}
