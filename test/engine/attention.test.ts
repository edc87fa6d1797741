import { describe, expect, it } from 'vitest';
import { attention, selfAttention } from '../../lib/engine/attention.js';
import { tf, type Tensor, type Tensor2D, type Tensor3D, type Tensor4D } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';
import { expectNoLeak, expectTwins } from '../fixtures/nativeTwins.js';

function causal(T: number): Tensor2D {
  return tf.tensor2d(
    Array.from({ length: T }, (_, i) => Array.from({ length: T }, (_, j) => (j > i ? -Infinity : 0.1 * j))),
  );
}

const fast =
  (mask?: Tensor2D) =>
  (q: Tensor, k: Tensor, v: Tensor): Tensor =>
    attention(q as Tensor4D, k as Tensor4D, v as Tensor4D, mask);

const slow =
  (mask?: Tensor2D) =>
  (q: Tensor, k: Tensor, v: Tensor): Tensor => {
    const scores = tf.div(tf.matMul(q, tf.transpose(k, [0, 1, 3, 2])), Math.sqrt(q.shape[3]!));
    return tf.matMul(tf.softmax(mask ? tf.add(scores, mask) : scores), v);
  };

/** Cuts qkv [N, T, 3 W] into heads and puts what comes out back side by side. */
const slowSelf =
  (heads: number, mask?: Tensor2D) =>
  (qkv: Tensor): Tensor => {
    const [N, T, width] = qkv.shape as [number, number, number];
    const parts = tf.split(qkv, 3, 2).map((part) => {
      const split = tf.reshape(part, [N, T, heads, width / 3 / heads]);
      return tf.transpose(split, [0, 2, 1, 3]);
    });
    const out = slow(mask)(parts[0]!, parts[1]!, parts[2]!);
    return tf.reshape(tf.transpose(out, [0, 2, 1, 3]), [N, T, width / 3]);
  };

describe.each(['fp32', 'bf16'] as const)('attention in %s against plain ops: value and gradients', (precision) => {
  it.each([
    { N: 2, heads: 3, Tq: 5, T: 5, D: 8 },
    { N: 1, heads: 1, Tq: 1, T: 1, D: 1 },
    { N: 1, heads: 2, Tq: 1, T: 50, D: 64 },
    { N: 2, heads: 1, Tq: 49, T: 17, D: 33 },
    { N: 1, heads: 2, Tq: 101, T: 67, D: 20 },
  ])('$N x $heads heads, $Tq queries on $T keys of $D', ({ N, heads, Tq, T, D }) => {
    expectTwins(
      fast(),
      slow(),
      [
        [N, heads, Tq, D],
        [N, heads, T, D],
        [N, heads, T, D],
      ],
      precision,
    );
  });
  it('with a causal mask', () => {
    const shape = [2, 2, 19, 8];
    expectTwins(fast(causal(19)), slow(causal(19)), [shape, shape, shape], precision);
  });
  it.each([
    { N: 2, T: 7, heads: 3, D: 8 },
    { N: 1, T: 50, heads: 2, D: 64 },
    { N: 3, T: 53, heads: 1, D: 5 },
  ])('of a sequence to itself: [$N, $T], $heads heads of $D', ({ N, T, heads, D }) => {
    const shape = [N, T, 3 * heads * D];
    const mine = (mask?: Tensor2D) => (qkv: Tensor) => selfAttention(qkv as Tensor3D, heads, mask);
    expectTwins(mine(), slowSelf(heads), [shape], precision);
    expectTwins(mine(causal(T)), slowSelf(heads, causal(T)), [shape], precision);
  });
});

it('a masked position has no influence at all', () => {
  const q = tf.randomNormal([1, 1, 3, 4], 0, 1, 'float32', 1) as Tensor4D;
  const huge = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 1e30, 1e30, 1e30, 1e30], [1, 1, 3, 4]);
  const rows = tf.slice(attention(q, q, huge, causal(3)), [0, 0, 0, 0], [1, 1, 2, 4]).dataSync();
  expect(Math.max(...rows)).toBeLessThanOrEqual(8);
});

it('scores of any size give probabilities', () => {
  const q = tf.mul(tf.ones([1, 1, 2, 4]), 1e4) as Tensor4D;
  const v = tf.tensor4d([1, 1, 1, 1, 3, 3, 3, 3], [1, 1, 2, 4]);
  expectClose(attention(q, q, v).dataSync(), new Float32Array(8).fill(2), 1e-6);
});

it('shapes that do not fit are refused', () => {
  const q = tf.ones([1, 2, 3, 4]) as Tensor4D;
  expect(() => attention(q, tf.ones([1, 2, 3, 5]), tf.ones([1, 2, 3, 5]))).toThrow('differ');
  expect(() => attention(q, q, q, tf.ones([2, 3]))).toThrow('mask must be');
  expect(() => selfAttention(tf.ones([1, 3, 16]), 2)).toThrow('multiple of heads');
});

it('does not leak tensors', () => {
  expectNoLeak(fast(), [
    [1, 2, 3, 4],
    [1, 2, 3, 4],
    [1, 2, 3, 4],
  ]);
  expectNoLeak((qkv) => selfAttention(qkv as Tensor3D, 2), [[2, 3, 24]]);
});
