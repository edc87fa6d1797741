import { count, fill, same } from './twin.mjs';

/** @typedef {import('./twin.mjs').Input} Input */
/** @typedef {import('./twin.mjs').Twin} Twin */

/** @type {Twin} */
export const sumOfSquares = (tensors) => [
  { shape: [], values: [tensors.flatMap(({ values }) => [...values]).reduce((sum, x) => sum + x * x, 0)] },
];

/** @param {Input[]} inputs @param {number} N @param {number} lists */
const alike = (inputs, N, lists) =>
  fill(lists * N, (k) => (same(inputs[k]?.shape ?? [], inputs[k % N]?.shape ?? [-1]) ? 1 : 0)).every(Boolean);

/** @type {Twin} */
export function movingAverage(inputs, { N }) {
  const share = inputs[2 * N];
  if (!alike(inputs, N, 2) || count(share.shape) !== 1) return undefined;
  return inputs.slice(0, N).map(({ shape, values }, k) => ({
    shape,
    values: fill(
      values.length,
      (i) => Number(values[i]) + Number(share.values[0]) * (Number(inputs[N + k]?.values[i]) - Number(values[i])),
    ),
  }));
}

/** @type {Twin} */
export function adamW(inputs, { N }) {
  const kept = inputs[4 * N];
  const numbers = inputs[4 * N + 1];
  if (!alike(inputs, N, 4) || count(kept.shape) !== N || count(numbers.shape) !== 7) return undefined;
  const [rate = 0, beta1 = 0, rest1 = 0, beta2 = 0, rest2 = 0, epsilon = 0, scale = 0] = [...numbers.values].map(
    Number,
  );
  return inputs.slice(0, N).map(({ shape, values }, k) => ({
    shape,
    values: fill(values.length, (i) => {
      const g = Number(inputs[3 * N + k]?.values[i]) * scale;
      const mean = beta1 * Number(inputs[N + k]?.values[i]) + rest1 * g;
      const variance = beta2 * Number(inputs[2 * N + k]?.values[i]) + rest2 * g * g;
      return Number(kept.values[k]) * Number(values[i]) - (rate * mean) / (Math.sqrt(variance) + epsilon);
    }),
  }));
}
