import { fill, same } from './twin.mjs';

/** @typedef {import('./twin.mjs').Twin} Twin */

/**
 * The normal distribution function, by its series or, where that ends in rounding, its continued fraction.
 * @param {number} x
 */
function normalBelow(x) {
  const z = Math.abs(x);
  if (Number.isNaN(x)) return NaN;
  if (z > 39) return x < 0 ? 0 : 1;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  let tail;
  if (z < 4) {
    let term = z;
    let sum = z;
    for (let k = 3; k < 200; k += 2) sum += term *= (z * z) / k;
    tail = 0.5 - density * sum;
  } else {
    let fraction = z;
    for (let k = 40; k > 0; k--) fraction = z + k / fraction;
    tail = density / fraction;
  }
  return x < 0 ? tail : 1 - tail;
}

/** @param {number} x */
export const geluOf = (x) => x * normalBelow(x);

/** @param {number} x */
export const quickGeluOf = (x) => x / (1 + Math.exp(-1.702 * x));

/** @type {(f: (x: number) => number) => Twin} */
const pointwise =
  (f) =>
  ([x]) => [{ shape: x.shape, values: fill(x.values.length, (k) => f(x.values[k])) }];

/** @type {Twin} */
export const gelu = pointwise(geluOf);

/** @type {Twin} */
export const quickGelu = pointwise(quickGeluOf);

/** Of either. @type {Twin} */
export const geluGradient = ([dy, x]) => (same(dy.shape, x.shape) ? [{ shape: x.shape, values: [] }] : undefined);
