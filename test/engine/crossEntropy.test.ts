import { describe, expect, it } from 'vitest';
import { crossEntropy } from '../../lib/engine/crossEntropy.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../lib/engine/tf.js';
import { expectNoLeak, expectTwins } from '../fixtures/nativeTwins.js';

const labelsFor = ([M, classes]: number[]): Tensor1D =>
  tf.tensor1d(
    Int32Array.from({ length: M! }, (_, k) => (3 * k + 1) % classes!),
    'int32',
  );
const fast = (x: Tensor): Tensor => crossEntropy(x as Tensor2D, labelsFor(x.shape));
const slow = (x: Tensor): Tensor =>
  tf.neg(tf.sum(tf.mul(tf.logSoftmax(x as Tensor2D), tf.oneHot(labelsFor(x.shape), x.shape[1]!)), 1));

describe('crossEntropy against plain ops: value and gradient', () => {
  it.each([[[1, 2]], [[7, 5]], [[64, 1000]]])('of %j', (shape) => expectTwins(fast, slow, [shape], 'fp32'));
});

it('far logits keep a finite loss', () => {
  const losses = crossEntropy(
    tf.tensor2d([
      [1e4, 0],
      [1e4, 0],
    ]),
    tf.tensor1d([0, 1], 'int32'),
  ).dataSync();
  expect([...losses]).toEqual([0, 1e4]);
});

it('a label that is no class is refused', () => {
  expect(() => crossEntropy(tf.ones([1, 2]), tf.tensor1d([2], 'int32')).dataSync()).toThrow('label value of 2');
});

it('does not leak tensors', () => expectNoLeak((x) => tf.tidy(() => fast(x)), [[3, 4]]));
