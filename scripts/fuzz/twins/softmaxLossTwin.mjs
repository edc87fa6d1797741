import { fill, same } from './twin.mjs';

/** @typedef {import('./twin.mjs').Twin} Twin */

/** @type {Twin} */
export function softmaxLoss([logits, labels]) {
  const [N = 0, K = 0] = logits.shape;
  const fits = logits.shape.length === 2 && same(labels.shape, [N]);
  if (!fits || [...labels.values].some((label) => label < 0 || label >= K)) return undefined;
  const values = fill(N, (n) => {
    const row = [...logits.values.subarray(n * K, n * K + K)];
    const largest = Math.max(...row);
    const sum = row.reduce((total, z) => total + Math.exp(z - largest), 0);
    return largest + Math.log(sum) - Number(row[Number(labels.values[n])]);
  });
  return [{ shape: [N], values }];
}
