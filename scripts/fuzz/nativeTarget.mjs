import { DT, nativeBackend, opAttributes } from '../../lib/dist/engine/backend.js';
import { hasNativeKernels } from '../../lib/dist/engine/nativeKernels.js';
import { NATIVE_TWINS } from './twins/nativeTwins.mjs';
import { count, same } from './twins/twin.mjs';

/** @typedef {import('./twins/twin.mjs').Input} Input */
/** @typedef {import('../../lib/dist/engine/random.js').Random} Random */

const SIDES = [0, 1, 1, 2, 3, 4, 5, 8, 17, 33];
const WILD = [NaN, Infinity, -Infinity, 3.4e38, -3.4e38, 1e-45, -0, 1e9, -1e9];

/** @template T @param {Random} random @param {readonly T[]} list @returns {T} */
const pick = (random, list) => /** @type {T} */ (list[random.int(list.length)]);
/** @param {Random} random */
const side = (random) => pick(random, SIDES);

/**
 * @param {Random} random
 * @param {number[]} shape
 * @param {(random: Random) => number} [draw]
 * @returns {Input}
 */
const floats = (random, shape, draw = () => random.normal()) => ({
  shape: [...shape],
  values: Float32Array.from({ length: count(shape) }, () => draw(random)),
  dtype: 'float32',
});

/**
 * Inputs and attributes as each kernel wants them. @type {Record<string, (random: Random) => { inputs: Input[],
 * attributes?: Record<string, unknown>, outputs?: number }>}
 */
const MAKE = {
  CliplabGelu: (r) => ({ inputs: [floats(r, anyShape(r))] }),
  CliplabQuickGelu: (r) => ({ inputs: [floats(r, anyShape(r))] }),
  CliplabGeluGrad: twice,
  CliplabQuickGeluGrad: twice,
  CliplabLayerNorm(r) {
    const shape = [side(r), side(r), side(r) || 1];
    const D = [Number(shape[2])];
    return { inputs: [floats(r, shape), floats(r, D), floats(r, D)], attributes: { epsilon: { float: 1e-5 } } };
  },
  CliplabLayerNormGrad(r) {
    const shape = [side(r), side(r) || 1];
    const inputs = [floats(r, shape), floats(r, shape), floats(r, [Number(shape[1])])];
    return { inputs, attributes: { epsilon: { float: 1e-5 } }, outputs: 3 };
  },
  CliplabLinear(r) {
    const [outputs, inputs] = [side(r), side(r)];
    return {
      inputs: [floats(r, [side(r), side(r), inputs]), floats(r, [outputs, inputs]), floats(r, [outputs])],
      attributes: { activation: r.int(3) },
    };
  },
  CliplabAttention: (r) => ({ inputs: attentionInputs(r).slice(1) }),
  CliplabAttentionGrad: (r) => ({ inputs: attentionInputs(r), outputs: 3 }),
  CliplabSelfAttention(r) {
    const { inputs, attributes } = selfAttention(r);
    return { inputs: inputs.slice(1), attributes };
  },
  CliplabSelfAttentionGrad: selfAttention,
  CliplabBatchNorm(r) {
    const C = side(r) || 1;
    const shape = [side(r) || 1, side(r) || 1, 2, C];
    const shortcut = r.int(2);
    const vectors = [0, 1, 2, 3].map(() => floats(r, [C]));
    return {
      inputs: [floats(r, shape), ...vectors, floats(r, shortcut ? shape : [0])],
      attributes: { epsilon: { float: 1e-5 }, momentum: { float: 0.1 }, relu: r.int(2), shortcut },
      outputs: 5,
    };
  },
  CliplabBatchNormGrad(r) {
    const C = side(r) || 1;
    const shape = [side(r) || 1, 2, 2, C];
    const shortcut = r.int(2);
    const vectors = [0, 1, 2, 3].map(() => floats(r, [C]));
    return {
      inputs: [floats(r, shape), floats(r, shape), ...vectors, floats(r, shortcut ? shape : [0])],
      attributes: { epsilon: { float: 1e-5 }, momentum: { float: 0.1 }, relu: r.int(2), shortcut },
      outputs: 4,
    };
  },
  CliplabSoftmaxLoss(r) {
    const [N, K] = [side(r), side(r) || 1];
    const wrong = r.int(6) === 0 ? pick(r, [-1, K, 2 ** 31 - 1, -(2 ** 31)]) : undefined;
    const labels = Int32Array.from({ length: N }, () => wrong ?? r.int(K));
    return { inputs: [floats(r, [N, K]), { shape: [N], values: labels, dtype: 'int32' }], outputs: 2 };
  },
  CliplabSumOfSquares(r) {
    const N = 1 + r.int(4);
    return { inputs: Array.from({ length: N }, () => floats(r, anyShape(r))), attributes: { N } };
  },
  CliplabMovingAverage(r) {
    const N = 1 + r.int(3);
    const shapes = Array.from({ length: N }, () => anyShape(r));
    const inputs = [...shapes, ...shapes].map((shape) => floats(r, shape));
    return { inputs: [...inputs, floats(r, [], () => r.next())], attributes: { N }, outputs: N };
  },
  CliplabAdamW(r) {
    const N = 1 + r.int(3);
    const shapes = Array.from({ length: N }, () => anyShape(r));
    const inputs = [0, 1, 2, 3].flatMap((list) =>
      shapes.map((shape) => floats(r, shape, () => (list === 2 ? r.next() : r.normal()))),
    );
    const kept = floats(r, [N], () => r.next());
    const settings = { shape: [7], values: Float32Array.of(0.01, 0.9, 0.1, 0.98, 0.02, 1e-3, 1) };
    return { inputs: [...inputs, kept, { ...settings, dtype: 'float32' }], attributes: { N }, outputs: 3 * N };
  },
  CliplabCrop(r) {
    const [N, H, W] = [side(r), side(r) || 1, side(r) || 1];
    const pixels = Uint8Array.from({ length: N * H * W * 3 }, () => r.int(256));
    return {
      inputs: [
        { shape: [N, H, W, 3], values: pixels, dtype: 'uint8' },
        floats(r, [N, 4], () => r.next()),
        floats(r, r.int(2) ? [N, 3, 3] : [0], () => r.normal() / 2),
        floats(r, [6], () => r.next()),
      ],
      attributes: { size: 1 + r.int(9) },
    };
  },
};

/** @param {Random} random */
function anyShape(random) {
  return Array.from({ length: random.int(4) }, () => side(random));
}

/** @param {Random} random */
function twice(random) {
  const shape = anyShape(random);
  return { inputs: [floats(random, shape), floats(random, shape)] };
}

/** The gradient of the output, q, k, v and the mask. @param {Random} r */
function attentionInputs(r) {
  const [N, H, Tq, T, D] = [r.int(3), r.int(4), side(r), side(r), side(r)].map(Number);
  const q = [N, H, Tq, D].map(Number);
  const k = [N, H, T, D].map(Number);
  const mask = r.int(2) ? [Tq, T].map(Number) : [0];
  return [floats(r, q), floats(r, q), floats(r, k), floats(r, k), floats(r, mask)];
}

/** @param {Random} r */
function selfAttention(r) {
  const heads = 1 + r.int(3);
  const [N, T, W] = [r.int(3), side(r), heads * side(r)];
  const mask = r.int(2) ? [T, T] : [0];
  return {
    inputs: [floats(r, [N, T, W]), floats(r, [N, T, 3 * W]), floats(r, mask)],
    attributes: { heads },
  };
}

/** Sizes that no tensor of these has, of which a tensor without values may still tell. */
const HUGE = [2 ** 31, 2 ** 31 - 1, 2 ** 40, 65_536];

/** Breaks the shape of one input, or its values. @param {Random} random @param {Input[]} inputs */
function sabotage(random, inputs) {
  const input = /** @type {Input} */ (pick(random, inputs));
  const place = random.int(input.shape.length || 1);
  const change = random.int(6);
  if (change === 0) input.shape.splice(place, 1);
  else if (change === 1) input.shape.splice(place, 0, side(random));
  else if (change === 2) input.shape[place] = side(random);
  else if (change === 3) input.shape = anyShape(random);
  else if (change === 4) input.shape[place] = 0;
  else if (input.shape.includes(0)) input.shape[place] = pick(random, HUGE);
  // Nothing here is as large as all that.
  if (count(input.shape) > 200_000) input.shape = [1, 0, 2 ** 31];
  if (input.values.length !== count(input.shape))
    input.values = /** @type {any} */ (input.values.constructor).from(
      { length: count(input.shape) },
      (/** @type {unknown} */ _, /** @type {number} */ k) => input.values[k % (input.values.length || 1)] ?? 0,
    );
}

/** @param {Random} random @param {Input[]} inputs */
function wild(random, inputs) {
  for (const input of inputs)
    if (input.dtype === 'float32' && random.int(2))
      for (let k = random.int(4) + 1; k > 0 && input.values.length > 0; k--)
        input.values[random.int(input.values.length)] = pick(random, WILD);
}

/** @param {Input[]} inputs @param {Record<string, unknown>} attributes @param {string} name @param {number} outputs */
function execute(inputs, attributes, name, outputs) {
  const backend = nativeBackend();
  const { binding } = backend;
  const dtypes = { float32: DT.float, int32: DT.int32, uint8: DT.uint8 };
  /** @type {number[]} */
  const ids = [];
  try {
    for (const { shape, values, dtype } of inputs) ids.push(binding.createTensor(shape, dtypes[dtype], values));
    const made = binding.executeOp(name, opAttributes(/** @type {any} */ (attributes)), ids, outputs);
    for (const { id } of made) ids.push(id);
    return made.map(({ id, shape }) => ({ shape, values: [.../** @type {any} */ (binding.tensorDataSync(id))] }));
  } finally {
    for (const id of ids) binding.deleteTensor(id);
  }
}

/**
 * @param {readonly { shape: number[], values: number[] }[]} found
 * @param {readonly { shape: number[], values: number[] }[]} expected
 * @param {boolean} moderate
 */
function compare(found, expected, moderate) {
  for (const [k, { shape, values }] of expected.entries()) {
    const own = found[k];
    if (!own || !same(own.shape, shape)) return `output ${k} is [${own?.shape.join()}] in place of [${shape.join()}]`;
    // Where sums leave what a float holds, only their shape is sure.
    if (!moderate) continue;
    const scale = values
      .map(Math.abs)
      .filter(Number.isFinite)
      .reduce((most, value) => Math.max(most, value), 1);
    const wrong = values.findIndex((value, i) => !(Math.abs(Number(own.values[i]) - value) <= 1e-3 * scale));
    if (wrong >= 0) return `value ${wrong} of output ${k} is ${own.values[wrong]} in place of ${values[wrong]}`;
  }
  // A gradient's twin knows no values; those of moderate inputs are numbers.
  if (moderate && found.some(({ values }) => values.some((value) => !Number.isFinite(value))))
    return 'an output is not finite, though every input is';
  return undefined;
}

/**
 * The engine's own TensorFlow kernels, under shapes and values that do not fit: the value of the twin, or an error,
 * never a crash.
 * @type {import('./worker.mjs').MakeTarget}
 */
export function nativeTarget() {
  if (!hasNativeKernels()) throw new Error('the native kernels do not run here');
  const names = Object.keys(MAKE);
  return {
    make(random) {
      const name = pick(random, names);
      const {
        inputs,
        attributes = {},
        outputs = 1,
      } = /** @type {NonNullable<typeof MAKE[string]>} */ (MAKE[name])(random);
      const mood = random.int(4);
      if (mood === 1 || mood === 3) sabotage(random, inputs);
      // A linear layer of no inputs makes as many values as it is told to: here no more than there is memory for.
      const [x, , bias] = inputs;
      if (name === 'CliplabLinear' && x && bias && count([...x.shape.slice(0, -1), ...bias.shape]) > 200_000)
        x.shape[0] = 0;
      if (mood === 2 || mood === 3) wild(random, inputs);
      if (random.int(20) === 0)
        for (const key of ['heads', 'activation', 'size'])
          if (key in attributes) attributes[key] = pick(random, [0, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 33, 7]);
      const dtype = inputs[0]?.dtype === 'uint8' ? DT.uint8 : DT.float;
      return {
        what: JSON.stringify({ name, attributes, shapes: inputs.map(({ shape }) => shape), mood }),
        attempt() {
          const twin = /** @type {import('./twins/twin.mjs').Twin} */ (NATIVE_TWINS[name]);
          const floatInputs = inputs.filter(({ dtype }) => dtype === 'float32');
          const moderate = floatInputs.every(({ values }) => values.every((value) => Math.abs(value) < 100));
          const size = Number(attributes['size'] ?? 1);
          // What would fill the memory has no twin.
          const expected = size > 4096 ? undefined : twin(inputs, attributes);
          // Where nothing but a number that is too large stands in the way, a kernel may refuse what its twin does not.
          const numbers = [...inputs.flatMap(({ shape }) => shape), ...Object.values(attributes)];
          const beyond = numbers.some((value) => typeof value === 'number' && value >= 65_536);
          let found;
          try {
            found = execute(inputs, { T: { dtype }, ...attributes }, name, outputs);
          } catch (error) {
            const message = String(error);
            if (!expected || beyond) return error;
            throw new Error(`${name} refused what fits: ${message}`, { cause: error });
          }
          if (!expected) {
            if (size > 4096) return 'made';
            throw new Error(`${name} took what does not fit`);
          }
          const wrong = compare(found, expected, moderate);
          if (wrong) throw new Error(`${name}: ${wrong}`);
          return 'made';
        },
      };
    },
  };
}
