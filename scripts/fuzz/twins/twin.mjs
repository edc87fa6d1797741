/**
 * What the engine's own kernels compute, each written out as plain loops over numbers; undefined where a kernel must
 * refuse.
 * @typedef {{ shape: number[], values: Float32Array | Int32Array | Uint8Array, dtype: 'float32' | 'int32' | 'uint8' }}
 *   Input
 * @typedef {{ shape: number[], values: number[] }} Output
 * @typedef {Record<string, any>} Attributes
 * @typedef {(inputs: any[], attributes: Attributes) => Output[] | undefined} Twin
 */

/** @param {readonly number[]} shape */
export const count = (shape) => shape.reduce((product, side) => product * side, 1);

/**
 * @param {readonly number[]} a
 * @param {readonly number[]} b
 */
export const same = (a, b) => a.length === b.length && a.every((side, k) => side === b[k]);

/** @param {number} length @param {(k: number) => number} value */
export const fill = (length, value) => Array.from({ length }, (_, k) => value(k));

/** @param {Input} x @param {Input[]} vectors */
export function aValueEach(x, vectors) {
  const D = x.shape.at(-1) ?? 0;
  return D > 0 && vectors.every(({ shape }) => count(shape) === D);
}
