import { count, fill, same } from './twin.mjs';

/** @typedef {import('./twin.mjs').Input} Input */
/** @typedef {import('./twin.mjs').Attributes} Attributes */
/** @typedef {import('./twin.mjs').Twin} Twin */

/**
 * Scores, probabilities and their sum over values. @type {(at: (which: 0 | 1 | 2, n: number, h: number, t: number, d:
 * number) => number, sizes: number[], mask: Input) => (n: number, h: number, t: number) => number[]}
 */
function attend(at, [T = 0, D = 0], mask) {
  return (n, h, t) => {
    const scores = fill(T, (j) => {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += at(0, n, h, t, d) * at(1, n, h, j, d);
      return sum / Math.sqrt(D) + (mask.values.length > 0 ? (mask.values[t * T + j] ?? 0) : 0);
    });
    const largest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return fill(D, (d) => powers.reduce((sum, power, j) => sum + (power / total) * at(2, n, h, j, d), 0));
  };
}

/** @param {Input} mask @param {number} Tq @param {number} T */
const maskFits = (mask, Tq, T) => count(mask.shape) === 0 || same(mask.shape, [Tq, T]);

/** @param {any[]} inputs */
function attentionFits([q, k, v, mask]) {
  if (q.shape.length !== 4 || k.shape.length !== 4 || !same(k.shape, v.shape)) return false;
  const [N, H, Tq, D] = q.shape;
  return same(k.shape, [N, H, k.shape[2] ?? 0, D].map(Number)) && maskFits(mask, Number(Tq), Number(k.shape[2]));
}

/** @type {Twin} */
export function attention(inputs) {
  if (!attentionFits(inputs)) return undefined;
  const [q, k, v, mask] = inputs;
  const [N = 0, H = 0, Tq = 0, D = 0] = q.shape;
  // Without values there may be more heads than could ever be gone through.
  if (count(q.shape) === 0) return [{ shape: q.shape, values: [] }];
  const T = Number(k.shape[2]);
  const of = [q, k, v];
  const row = attend(
    (which, n, h, t, d) => Number(of[which]?.values[((n * H + h) * (which === 0 ? Tq : T) + t) * D + d]),
    [T, D],
    mask,
  );
  const values = [];
  for (let n = 0; n < N; n++) for (let h = 0; h < H; h++) for (let t = 0; t < Tq; t++) values.push(...row(n, h, t));
  return [{ shape: q.shape, values }];
}

/** @param {any[]} inputs @param {Attributes} attributes */
function selfAttentionFits([qkv, mask], { heads }) {
  const [, T = 0, width = 0] = qkv.shape;
  return qkv.shape.length === 3 && heads > 0 && width % (3 * heads) === 0 && maskFits(mask, T, T);
}

/** @type {Twin} */
export function selfAttention(inputs, attributes) {
  if (!selfAttentionFits(inputs, attributes)) return undefined;
  const [qkv, mask] = inputs;
  const { heads } = attributes;
  const [N = 0, T = 0, width = 0] = qkv.shape;
  const W = width / 3;
  if (count(qkv.shape) === 0) return [{ shape: [N, T, W], values: [] }];
  const D = W / heads;
  const row = attend(
    (which, n, h, t, d) => Number(qkv.values[(n * T + t) * width + which * W + h * D + d]),
    [T, D],
    mask,
  );
  const values = [];
  for (let n = 0; n < N; n++) for (let t = 0; t < T; t++) for (let h = 0; h < heads; h++) values.push(...row(n, h, t));
  return [{ shape: [N, T, W], values }];
}

/** @type {Twin} */
export const attentionGradient = ([dout, ...inputs]) =>
  attentionFits(inputs) && same(dout.shape, inputs[0].shape) ? [{ shape: dout.shape, values: [] }] : undefined;

/** @type {Twin} */
export function selfAttentionGradient([dout, ...inputs], attributes) {
  const [N = 0, T = 0, width = 0] = inputs[0].shape;
  const fits = selfAttentionFits(inputs, attributes) && same(dout.shape, [N, T, width / 3]);
  return fits ? [{ shape: inputs[0].shape, values: [] }] : undefined;
}
