import { describe, expect, it } from 'vitest';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../../lib/engine/tf.js';
import { labelLoss } from '../../lib/loss/labelLoss.js';
import { weightedSum } from '../../lib/loss/weightedSum.js';
import { expectClose } from '../fixtures/close.js';

const labels = (ids: number[]): Tensor1D => tf.tensor1d(ids, 'int32');
const gradient = (logits: Tensor2D, ids: number[]): Float32Array =>
  tf
    .grad((x: Tensor) => labelLoss(x as Tensor2D, labels(ids)))(logits)
    .dataSync<'float32'>();

describe('labelLoss', () => {
  it('is the mean of -log softmax at the labels, over the images that have one', () => {
    const logits = tf.tensor2d([1, 2, 3, 0, 0, 0, 500, 0, -500], [3, 3]);
    const first = Math.log(Math.exp(-2) + Math.exp(-1) + 1);
    expect(labelLoss(logits, labels([2, -1, 1])).dataSync()[0]).toBeCloseTo((first + 500) / 2, 4);
    const softmax = [Math.exp(-2), Math.exp(-1), 1].map((x) => x / Math.exp(first));
    const expected = [softmax[0]!, softmax[1]!, softmax[2]! - 1, 0, 0, 0, 1, -1, 0].map((x) => x / 2);
    expectClose(gradient(logits, [2, -1, 1]), expected, 1e-6);
  });

  it('counts the first class as any other, where some have a label and where all have', () => {
    const logits = tf.tensor2d([0, Math.log(3), Math.log(3), 0, 0, 0], [3, 2]);
    const of = (ids: number[]): number => labelLoss(logits, labels(ids)).dataSync()[0]!;
    expect(of([0, -1, -1])).toBeCloseTo(Math.log(4), 5);
    expect(of([0, 0, -1])).toBeCloseTo((Math.log(4) + Math.log(4 / 3)) / 2, 5);
    expect(of([0, 0, 1])).toBeCloseTo((Math.log(4) + Math.log(4 / 3) + Math.log(2)) / 3, 5);
  });

  it('is 0 without a gradient where no image has a label', () => {
    const logits = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    expect(labelLoss(logits, labels([-1, -1])).dataSync()[0]).toBe(0);
    expect([...gradient(logits, [-1, -1])].every((x) => x === 0)).toBe(true);
  });

  it('does not leak tensors', () => {
    const logits = tf.ones([2, 2]) as Tensor2D;
    const ids = labels([0, -1]);
    const before = tf.memory().numTensors;
    labelLoss(logits, ids).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('weightedSum weighs values and gradients', () => {
  const sum = (y: Tensor): Scalar =>
    weightedSum([
      [2, tf.square(y as Scalar)],
      [0.5, y as Scalar],
    ]);
  expect(sum(tf.scalar(3)).dataSync()[0]).toBe(19.5);
  expect(tf.grad(sum)(tf.scalar(3)).dataSync()[0]).toBe(12.5);
});
