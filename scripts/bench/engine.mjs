/**
 * The engine's native operations beside the same thing made of TensorFlow.js's, at the shapes of a ViT-B/32 on 32
 * images and of a mini model: npm run bench -- engine
 *
 * `native` is float32 and bfloat16 through lib/engine; `plain tfjs` float32 through the ops that TensorFlow.js has, on
 * the same TensorFlow. `forward` is what inference runs, `both ways` forward and gradients of every input.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tf } from 'cliplab';
import { interleave } from './interleave.mjs';

const ROUNDS = 9;

/** @param {string} file */
const engine = (file) =>
  import(pathToFileURL(join(import.meta.dirname, '..', '..', 'lib', 'dist', 'engine', file)).href);
const [{ linear }, { layerNorm }, { selfAttention }, { batchNorm }, { toBfloat16, toFloat32 }] = await Promise.all(
  ['linear.js', 'layerNorm.js', 'attention.js', 'batchNorm.js', 'bfloat16.js'].map(engine),
);

/** @typedef {import('@tensorflow/tfjs').Tensor} Tensor */
/** @typedef {(...inputs: any[]) => Tensor} Op */

/** @type {Record<string, (x: Tensor) => Tensor>} */
const PLAIN_ACTIVATIONS = {
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  quick_gelu: (x) => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))),
};

/** @param {string} [activation] @returns {Op} */
const plainLinear =
  (activation = '') =>
  (x, weight, bias) => {
    const y = tf.add(tf.matMul(x, weight, false, true), bias);
    return PLAIN_ACTIVATIONS[activation]?.(y) ?? y;
  };

/** @type {Op} */
function plainLayerNorm(x, gain, bias) {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), gain), bias);
}

/** @param {number} heads @returns {Op} */
const plainAttention = (heads) => (qkv) => {
  const [N, T, width] = qkv.shape;
  const split = tf.transpose(tf.reshape(qkv, [N, T, 3, heads, width / 3 / heads]), [2, 0, 3, 1, 4]);
  const [q, k, v] = /** @type {any[]} */ (tf.unstack(split));
  const weights = tf.softmax(tf.mul(tf.matMul(q, k, false, true), (width / 3 / heads) ** -0.5));
  return tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [N, T, width / 3]);
};

/** @type {Op} */
function plainBatchNorm(x, gain, bias) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), gain), bias);
}

/** @param {number} channels @returns {Op} */
function nativeBatchNorm(channels) {
  const runningMean = tf.variable(tf.zeros([channels]), false);
  const runningVariance = tf.variable(tf.ones([channels]), false);
  return (x, weight, bias) => batchNorm(x, { weight, bias, runningMean, runningVariance }, true);
}

/** @typedef {{ name: string, native: Op, plain: Op, shapes: number[][], onlyCast?: number }} Case */

/**
 * @param {string} model @param {number} N @param {number} T @param {number} W @param {number} heads @returns {Case[]}
 */
function transformerCases(model, N, T, W, heads) {
  const rows = N * T;
  const layer = (
    /** @type {string | undefined} */ activation,
    /** @type {number} */ from,
    /** @type {number} */ to,
  ) => ({
    name: `${model}: linear ${from} to ${to}${activation ? `, ${activation}` : ''}`,
    native: (/** @type {Tensor[]} */ ...[x, w, b]) => linear(x, w, b, activation),
    plain: plainLinear(activation),
    shapes: [[rows, from], [to, from], [to]],
  });
  return [
    layer(undefined, W, 3 * W),
    layer('quick_gelu', W, 4 * W),
    layer('gelu', W, 4 * W),
    layer(undefined, 4 * W, W),
    {
      name: `${model}: layerNorm`,
      native: (x, gain, bias) => layerNorm(x, gain, bias, 1e-5),
      plain: plainLayerNorm,
      shapes: [[rows, W], [W], [W]],
    },
    {
      name: `${model}: attention, ${heads} heads`,
      native: (qkv) => selfAttention(qkv, heads),
      plain: plainAttention(heads),
      shapes: [[N, T, 3 * W]],
    },
  ];
}

/** @type {Case[]} */
const CASES = [
  ...transformerCases('ViT-B/32 x 32', 32, 50, 768, 12),
  ...transformerCases('mini x 256', 256, 17, 192, 3),
  ...[
    { name: 'RN50 x 32: batchNorm, training', shape: [32, 56, 56, 64] },
    { name: 'mini x 512: batchNorm, training', shape: [512, 8, 8, 128] },
  ].map(({ name, shape }) => {
    const C = shape.at(-1) ?? 0;
    return { name, native: nativeBatchNorm(C), plain: plainBatchNorm, shapes: [shape, [C], [C]], onlyCast: 1 };
  }),
];

/** @param {Op} f @param {Tensor[]} inputs */
const forward = (f, inputs) => () => tf.tidy(() => void f(...inputs));

/** @param {Op} f @param {Tensor[]} inputs */
function bothWays(f, inputs) {
  const gradients = tf.grads((...xs) => tf.sum(toFloat32(f(...xs))));
  return () => tf.tidy(() => void gradients(inputs));
}

const ways = { forward, 'both ways': bothWays };
for (const { name, native, plain, shapes, onlyCast = shapes.length } of CASES) {
  const inputs = shapes.map((shape) => tf.randomNormal(shape, 0, 0.5));
  const half = inputs.map((x, k) => (k < onlyCast ? toBfloat16(x) : x));
  for (const [way, make] of Object.entries(ways)) {
    const jobs = {
      'native fp32': make(native, inputs),
      'native bf16': make(native, half),
      'plain tfjs': make(plain, inputs),
    };
    const contestants = Object.entries(jobs).map(([who, job]) => ({
      name: who,
      run: async () => {
        const start = performance.now();
        job();
        return (performance.now() - start) / 1000;
      },
    }));
    const rates = await interleave(contestants, 1, ROUNDS);
    const slow = rates.at(-1)?.median ?? NaN;
    const cells = rates.map(({ name: who, median, least, most, missing }) => {
      if (missing !== undefined) return `${who} failed: ${missing}`;
      const ms = (/** @type {number} */ rate) => (1000 / rate).toPrecision(3);
      return `${who} ${ms(median)} ms (${ms(most)} to ${ms(least)}), ${(median / slow).toFixed(2)}x`;
    });
    process.stdout.write(`${`${name}, ${way}`.padEnd(54)} ${cells.join(' | ')}\n`);
  }
  tf.dispose([...inputs, ...half]);
}
