import { describe, expect, it } from 'vitest';
import { layerNorm } from '../../lib/engine/layerNorm.js';
import { tf, type Tensor, type Tensor1D } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';
import { expectNoLeak, expectTwins } from '../fixtures/nativeTwins.js';

const EPSILON = 1e-5;
const fast = (x: Tensor, gain: Tensor, bias: Tensor): Tensor =>
  layerNorm(x, gain as Tensor1D, bias as Tensor1D, EPSILON);
const slow = (x: Tensor, gain: Tensor, bias: Tensor): Tensor => {
  const centered = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centered), -1, true);
  return tf.add(tf.mul(tf.div(centered, tf.sqrt(tf.add(variance, EPSILON))), gain), bias);
};

describe.each(['fp32', 'bf16'] as const)('layerNorm in %s against plain ops: value and gradients', (precision) => {
  it.each([[[2, 3, 8]], [[5, 13]], [[1, 1, 3, 97]], [[130, 384]], [[7]]])('of %j', (shape) => {
    const D = shape[shape.length - 1]!;
    expectTwins(fast, slow, [shape, [D], [D]], precision);
  });
});

it('a row far from zero keeps its precision, and a constant row gives the bias', () => {
  const x = tf.tensor2d([10001, 10002, 10003, 10004, 5, 5, 5, 5], [2, 4]);
  const y = layerNorm(x, tf.ones([4]), tf.tensor1d([0, 0, 0, 1]), EPSILON).dataSync();
  const s = Math.sqrt(1.25 + EPSILON);
  expectClose(y, [-1.5 / s, -0.5 / s, 0.5 / s, 1.5 / s + 1, 0, 0, 0, 1], 1e-5);
});

it('a gain of another length is refused', () => {
  expect(() => layerNorm(tf.ones([2, 4]), tf.ones([3]), tf.ones([3]), EPSILON)).toThrow('as long as the last axis');
});

it('does not leak tensors', () => expectNoLeak(fast, [[3, 4], [4], [4]]));
