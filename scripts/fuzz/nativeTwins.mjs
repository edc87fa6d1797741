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
const fill = (length, value) => Array.from({ length }, (_, k) => value(k));

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

/** @type {(f: (x: number) => number) => Twin} */
const pointwise =
  (f) =>
  ([x]) => [{ shape: x.shape, values: fill(x.values.length, (k) => f(x.values[k])) }];

/** @type {Twin} */
const gradient = ([dy, x]) => (same(dy.shape, x.shape) ? [{ shape: x.shape, values: [] }] : undefined);

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
function attention(inputs) {
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
function selfAttention(inputs, attributes) {
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

/** @param {Input} x @param {Input[]} vectors */
function aValueEach(x, vectors) {
  const D = x.shape.at(-1) ?? 0;
  return D > 0 && vectors.every(({ shape }) => count(shape) === D);
}

/** @type {Twin} */
function layerNorm([x, gain, bias], { epsilon }) {
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
function linear([x, weight, bias], { activation }) {
  const [outputs = 0, inputs = 0] = weight.shape;
  const fits = x.shape.length > 0 && weight.shape.length === 2 && x.shape.at(-1) === inputs;
  if (!fits || count(bias.shape) !== outputs) return undefined;
  const shape = [...x.shape.slice(0, -1), outputs];
  const act = [
    (/** @type {number} */ v) => v,
    (/** @type {number} */ v) => v * normalBelow(v),
    (/** @type {number} */ v) => v / (1 + Math.exp(-1.702 * v)),
  ][activation];
  if (!act) return undefined;
  const values = fill(count(shape), (k) => {
    const row = Math.floor(k / outputs);
    let sum = Number(bias.values[k % outputs]);
    for (let i = 0; i < inputs; i++)
      sum += Number(x.values[row * inputs + i]) * Number(weight.values[(k % outputs) * inputs + i]);
    return act(sum);
  });
  return [{ shape, values }];
}

/** @type {Twin} */
function batchNorm([x, gain, bias, mean, variance, added], { epsilon, relu, shortcut }) {
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
function batchNormGradient([dy, x, gain, bias, mean, scale, y], { shortcut }) {
  const fits = count(x.shape) > 0 && same(dy.shape, x.shape) && (!shortcut || same(y.shape, x.shape));
  return fits && aValueEach(x, [gain, bias, mean, scale]) ? [{ shape: x.shape, values: [] }] : undefined;
}

/** @type {Twin} */
function softmaxLoss([logits, labels]) {
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

/** @type {Twin} */
const sumOfSquares = (tensors) => [
  { shape: [], values: [tensors.flatMap(({ values }) => [...values]).reduce((sum, x) => sum + x * x, 0)] },
];

/** @param {Input[]} inputs @param {number} N @param {number} lists */
const alike = (inputs, N, lists) =>
  fill(lists * N, (k) => (same(inputs[k]?.shape ?? [], inputs[k % N]?.shape ?? [-1]) ? 1 : 0)).every(Boolean);

/** @type {Twin} */
function movingAverage(inputs, { N }) {
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
function adamW(inputs, { N }) {
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

/** @type {Twin} */
function crop([pixels, boxes, matrices, colors], { size }) {
  const [N = 0, H = 0, W = 0, channels] = pixels.shape;
  const changed = count(matrices.shape) > 0;
  const fits = pixels.shape.length === 4 && channels === 3 && same(boxes.shape, [N, 4]) && count(colors.shape) === 6;
  if (!fits || (changed && !same(matrices.shape, [N, 3, 3])) || size < 1) return undefined;
  if (N > 0 && (H === 0 || W === 0)) return undefined;
  if ([...boxes.values].some((edge) => !(edge >= -1e-3 && edge <= 1 + 1e-3))) return undefined;
  if ([...matrices.values, ...colors.values].some((value) => !Number.isFinite(value))) return undefined;
  const values = [];
  for (let n = 0; n < N; n++) {
    const [top = 0, left = 0, bottom = 0, right = 0] = [...boxes.values.subarray(4 * n, 4 * n + 4)].map(Number);
    /** @type {(from: number, to: number, length: number, i: number) => number} */
    const place = (from, to, length, i) => {
      const at = size > 1 ? from + ((to - from) * i) / (size - 1) : (from + to) / 2;
      return Math.min(Math.max(at * (length - 1), 0), length - 1);
    };
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const [row, column] = [place(top, bottom, H, y), place(left, right, W, x)];
        const [r, c] = [Math.floor(row), Math.floor(column)];
        const color = [0, 1, 2].map((channel) => {
          /** @type {(r: number, c: number) => number} */
          const at = (i, j) =>
            Number(pixels.values[((n * H + Math.min(i, H - 1)) * W + Math.min(j, W - 1)) * 3 + channel]);
          const upper = at(r, c) + (at(r, c + 1) - at(r, c)) * (column - c);
          const lower = at(r + 1, c) + (at(r + 1, c + 1) - at(r + 1, c)) * (column - c);
          return upper + (lower - upper) * (row - r);
        });
        const mixed = changed
          ? color.map((_, i) => {
              const sum = color.reduce((s, v, j) => s + Number(matrices.values[9 * n + 3 * i + j]) * (255 - v), 0);
              return Math.min(Math.max(255 - sum, 0), 255);
            })
          : color;
        values.push(...mixed.map((v, i) => v * Number(colors.values[i]) + Number(colors.values[3 + i])));
      }
  }
  return [{ shape: [N, size, size, 3], values }];
}

/**
 * The twin of every kernel; a gradient's says only when it must refuse, and how its first output is shaped. @type
 * {Record<string, Twin>}
 */
export const NATIVE_TWINS = {
  CliplabGelu: pointwise((x) => x * normalBelow(x)),
  CliplabQuickGelu: pointwise((x) => x / (1 + Math.exp(-1.702 * x))),
  CliplabGeluGrad: gradient,
  CliplabQuickGeluGrad: gradient,
  CliplabLayerNorm: layerNorm,
  CliplabLayerNormGrad: ([dy, x, gain]) =>
    aValueEach(x, [gain]) && same(dy.shape, x.shape) ? [{ shape: x.shape, values: [] }] : undefined,
  CliplabLinear: linear,
  CliplabAttention: attention,
  CliplabAttentionGrad: ([dout, ...inputs]) =>
    attentionFits(inputs) && same(dout.shape, inputs[0].shape) ? [{ shape: dout.shape, values: [] }] : undefined,
  CliplabSelfAttention: selfAttention,
  CliplabSelfAttentionGrad([dout, ...inputs], attributes) {
    const [N = 0, T = 0, width = 0] = inputs[0].shape;
    const fits = selfAttentionFits(inputs, attributes) && same(dout.shape, [N, T, width / 3]);
    return fits ? [{ shape: inputs[0].shape, values: [] }] : undefined;
  },
  CliplabBatchNorm: batchNorm,
  CliplabBatchNormGrad: batchNormGradient,
  CliplabSoftmaxLoss: softmaxLoss,
  CliplabSumOfSquares: sumOfSquares,
  CliplabMovingAverage: movingAverage,
  CliplabAdamW: adamW,
  CliplabCrop: crop,
};
