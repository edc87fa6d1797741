import { aValueEach, count, fill, same } from './twin.mjs';

/** @typedef {import('./twin.mjs').Twin} Twin */

/** @type {Twin} */
export function layerNorm([x, gain, bias], { epsilon }) {
  if (!aValueEach(x, [gain, bias])) return undefined;
  const D = x.shape.at(-1) ?? 0;
  const values = [];
  for (let r = 0; r < x.values.length; r += D) {
    const row = [...x.values.subarray(r, r + D)];
    const mean = row.reduce((sum, value) => sum + value, 0) / D;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / D;
    const scale = 1 / Math.sqrt(variance + epsilon.float);
    for (const [i, value] of row.entries())
      values.push((value - mean) * scale * Number(gain.values[i]) + Number(bias.values[i]));
  }
  return [{ shape: x.shape, values }];
}

/** @type {Twin} */
export const layerNormGradient = ([dy, x, gain]) =>
  aValueEach(x, [gain]) && same(dy.shape, x.shape) ? [{ shape: x.shape, values: [] }] : undefined;

/** @type {Twin} */
export function batchNorm([x, gain, bias, mean, variance, added], { epsilon, relu, shortcut }) {
  const C = x.shape.at(-1) ?? 0;
  const rows = x.values.length / C;
  if (!aValueEach(x, [gain, bias, mean, variance]) || !(rows > 1) || (shortcut && !same(added.shape, x.shape)))
    return undefined;
  const means = fill(C, (c) => fill(rows, (r) => Number(x.values[r * C + c])).reduce((a, b) => a + b, 0) / rows);
  const scales = fill(C, (c) => {
    const squares = fill(rows, (r) => (Number(x.values[r * C + c]) - Number(means[c])) ** 2);
    return 1 / Math.sqrt(squares.reduce((a, b) => a + b, 0) / rows + epsilon.float);
  });
  const values = fill(x.values.length, (k) => {
    const c = k % C;
    const unit = (Number(x.values[k]) - Number(means[c])) * Number(scales[c]);
    const z = unit * Number(gain.values[c]) + Number(bias.values[c]) + (shortcut ? Number(added.values[k]) : 0);
    return relu ? Math.max(0, z) : z;
  });
  return [
    { shape: x.shape, values },
    { shape: [C], values: means },
  ];
}

/** @type {Twin} */
export function batchNormGradient([dy, x, gain, bias, mean, scale, y], { shortcut }) {
  const fits = count(x.shape) > 0 && same(dy.shape, x.shape) && (!shortcut || same(y.shape, x.shape));
  return fits && aValueEach(x, [gain, bias, mean, scale]) ? [{ shape: x.shape, values: [] }] : undefined;
}
