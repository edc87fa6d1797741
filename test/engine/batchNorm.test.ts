import { describe, expect, it } from 'vitest';
import { toFloat32 } from '../../lib/engine/bfloat16.js';
import { batchNorm } from '../../lib/engine/batchNorm.js';
import { tf, type Tensor, type Tensor1D, type Tensor4D, type Variable } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';
import { expectNoLeak, expectTwins } from '../fixtures/nativeTwins.js';

const shape: [number, number, number, number] = [4, 5, 3, 6];
const make = (seed: number): { x: Tensor4D; weight: Tensor1D; bias: Tensor1D; out: Tensor4D } => ({
  x: tf.randomNormal(shape, 0.5, 2, 'float32', seed),
  weight: tf.randomUniform([6], 0.5, 2, 'float32', seed + 1),
  bias: tf.randomNormal([6], 0, 1, 'float32', seed + 2),
  out: tf.randomNormal(shape, 0, 1, 'float32', seed + 3),
});
const running = (): { runningMean: Variable; runningVariance: Variable } => ({
  runningMean: tf.variable(tf.tensor1d([0.1, -0.2, 0.3, 0, 1, 2]), false),
  runningVariance: tf.variable(tf.tensor1d([1, 2, 0.5, 1, 3, 1]), false),
});

/** The definition, in plain ops. */
function slow(x: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor): Tensor {
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), weight), bias);
}

describe('batchNorm against its definition in plain ops', () => {
  it('training: values, gradients of x, weight and bias, and running statistics', () => {
    const { x, weight, bias, out } = make(11);
    const state = running();
    const oldMean = state.runningMean.dataSync().slice();
    const oldVariance = state.runningVariance.dataSync().slice();
    const fast = tf.grads((...[a, w, b]: Tensor[]) =>
      tf.sum(tf.mul(batchNorm(a as Tensor4D, { weight: w as Tensor1D, bias: b as Tensor1D, ...state }, true), out)),
    )([x, weight, bias]);
    const twin = tf.grads((...[a, w, b]: Tensor[]) => {
      const { mean, variance } = tf.moments(a!, [0, 1, 2]);
      return tf.sum(tf.mul(slow(a!, w!, b!, mean, variance), out));
    })([x, weight, bias]);
    ['x', 'weight', 'bias'].forEach((name, k) =>
      expectClose(fast[k]!.dataSync(), twin[k]!.dataSync(), 2e-4, `gradient of ${name}`),
    );
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const n = 4 * 5 * 3;
    expectClose(
      state.runningMean.dataSync(),
      mean.dataSync().map((m, k) => 0.9 * oldMean[k]! + 0.1 * m),
      1e-5,
      'running mean',
    );
    expectClose(
      state.runningVariance.dataSync(),
      variance.dataSync().map((v, k) => 0.9 * oldVariance[k]! + (0.1 * v * n) / (n - 1)),
      1e-5,
      'running variance, unbiased',
    );
    const value = batchNorm(x, { weight, bias, ...running() }, true);
    expectClose(value.dataSync(), slow(x, weight, bias, mean, variance).dataSync(), 1e-4, 'value');
  });

  it('inference: gradients of x, weight and bias, whatever lies in the memory that was freed', () => {
    const { x, weight, bias, out } = make(17);
    const state = running();
    const ofLoss = (normalize: (a: Tensor, w: Tensor, b: Tensor) => Tensor) =>
      tf.grads((...[a, w, b]: Tensor[]) => tf.sum(tf.mul(normalize(a!, w!, b!), out)))([x, weight, bias]);
    const twin = ofLoss((a, w, b) => slow(a, w, b, state.runningMean, state.runningVariance));
    for (let k = 0; k < 20; k++) {
      // Freed at once, so that what comes next may be given the same memory.
      tf.dispose(Array.from({ length: 20 }, () => tf.fill([6], NaN)));
      const fast = ofLoss((a, w, b) =>
        batchNorm(a as Tensor4D, { weight: w as Tensor1D, bias: b as Tensor1D, ...state }, false),
      );
      ['x', 'weight', 'bias'].forEach((name, n) =>
        expectClose(fast[n]!.dataSync(), twin[n]!.dataSync(), 2e-4, `gradient of ${name}`),
      );
    }
  });

  it('inference: uses the running statistics and leaves them alone', () => {
    const { x, weight, bias } = make(23);
    const state = running();
    const before = [...state.runningMean.dataSync()];
    const value = batchNorm(x, { weight, bias, ...state }, false);
    expectClose(value.dataSync(), slow(x, weight, bias, state.runningMean, state.runningVariance).dataSync(), 1e-4);
    expect([...state.runningMean.dataSync()]).toEqual(before);
  });
});

describe.each(['fp32', 'bf16'] as const)(
  'in training, with what follows it, in %s: value and gradients of every input',
  (precision) => {
    const fresh = (C: number): { runningMean: Variable; runningVariance: Variable } => ({
      runningMean: tf.variable(tf.zeros([C]), false),
      runningVariance: tf.variable(tf.ones([C]), false),
    });
    const plain = (x: Tensor, weight: Tensor, bias: Tensor): Tensor => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return slow(x, weight, bias, mean, variance);
    };
    const fast = (x: Tensor, weight: Tensor, bias: Tensor, followers: object): Tensor =>
      batchNorm(
        x as Tensor4D,
        { weight: toFloat32(weight) as Tensor1D, bias: toFloat32(bias) as Tensor1D, ...fresh(x.shape[3]!) },
        true,
        followers,
      );
    // Channels that fill a period and that do not, rows that fill the last period and that do not, one task and
    // several.
    const SHAPES = [
      [2, 3, 3, 6],
      [3, 7, 5, 16],
      [4, 30, 31, 32],
      [5, 3, 3, 200],
    ];
    it.each(SHAPES)('a rectifier, [%i, %i, %i, %i]', (...sides) => {
      const C = sides[3]!;
      expectTwins(
        (x, w, b) => fast(x!, w!, b!, { relu: true }),
        (x, w, b) => tf.relu(plain(x!, w!, b!)),
        [sides, [C], [C]],
        precision,
      );
    });
    it.each(SHAPES)('a shortcut and a rectifier, [%i, %i, %i, %i]', (...sides) => {
      const C = sides[3]!;
      expectTwins(
        (x, w, b, shortcut) => fast(x!, w!, b!, { relu: true, shortcut }),
        (x, w, b, shortcut) => tf.relu(tf.add(plain(x!, w!, b!), shortcut!)),
        [sides, [C], [C], sides],
        precision,
      );
    });
  },
);

it('values far from zero keep their deviation', () => {
  const x = tf.tensor4d([4096, 4097, 4098, 4099], [4, 1, 1, 1]);
  const y = batchNorm(
    x,
    {
      weight: tf.ones([1]),
      bias: tf.zeros([1]),
      runningMean: tf.variable(tf.zeros([1])),
      runningVariance: tf.variable(tf.ones([1])),
    },
    true,
  );
  const s = Math.sqrt(1.25 + 1e-5);
  expectClose(y.dataSync(), [-1.5 / s, -0.5 / s, 0.5 / s, 1.5 / s], 1e-5);
});

it('leaves no tensor behind in training', () => {
  const parameters = { runningMean: tf.variable(tf.zeros([4])), runningVariance: tf.variable(tf.ones([4])) };
  const run = (x: Tensor, weight: Tensor, bias: Tensor, shortcut: Tensor): Tensor =>
    batchNorm(x as Tensor4D, { weight: weight as Tensor1D, bias: bias as Tensor1D, ...parameters }, true, {
      relu: true,
      shortcut: shortcut as Tensor4D,
    });
  expectNoLeak(run as (...inputs: Tensor[]) => Tensor, [[2, 3, 3, 4], [4], [4], [2, 3, 3, 4]]);
});
