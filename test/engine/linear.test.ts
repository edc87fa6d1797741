import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBfloat16, toFloat32 } from '../../lib/engine/bfloat16.js';
import { linear } from '../../lib/engine/linear.js';
import { hasFusedMatMul, hasNativeKernels } from '../../lib/engine/nativeKernels.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';
import { expectNoLeak, expectTwins } from '../fixtures/nativeTwins.js';

const ACTIVATIONS = {
  none: (x: Tensor): Tensor => x,
  gelu: (x: Tensor): Tensor => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1)),
  quick_gelu: (x: Tensor): Tensor => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))),
};

type Name = keyof typeof ACTIVATIONS;

const fast =
  (name: Name) =>
  (x: Tensor, w: Tensor, b?: Tensor): Tensor =>
    linear(x, w as Tensor2D, b as Tensor1D, name === 'none' ? undefined : name);

const slow =
  (name: Name) =>
  (x: Tensor, w: Tensor, b?: Tensor): Tensor => {
    const product = tf.matMul(tf.reshape(x, [-1, w.shape[1]!]), tf.transpose(w));
    const y = ACTIVATIONS[name](b ? tf.add(product, b) : product);
    return tf.reshape(y, [...x.shape.slice(0, -1), w.shape[0]!]);
  };

it('what the fast paths stand on is there', () => {
  expect(hasNativeKernels()).toBe(true);
  if (process.arch === 'x64' && process.platform === 'linux') expect(hasFusedMatMul()).toBe(true);
});

describe.each(['fp32', 'bf16'] as const)('linear in %s against plain ops: value and gradients', (precision) => {
  it.each(Object.keys(ACTIVATIONS) as Name[])('%s, odd shapes', (name) => {
    expectTwins(fast(name), slow(name), [[3, 7, 13], [5, 13], [5]], precision);
    expectTwins(fast(name), slow(name), [[1, 1], [1, 1], [1]], precision);
    expectTwins(fast(name), slow(name), [[2, 3, 5, 33], [70, 33], [70]], precision);
    // More rows than the engine's own product takes.
    expectTwins(fast(name), slow(name), [[5, 83, 9], [11, 9], [11]], precision);
  });
  it.each(Object.keys(ACTIVATIONS) as Name[])('%s, any numbers of rows, inputs and outputs', (name) => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 70 }),
    );
    fc.assert(
      fc.property(sizes, ([rows, from, to]) =>
        expectTwins(fast(name), slow(name), [[rows, from], [to, from], [to]], precision),
      ),
      { numRuns: 15, seed: 1 },
    );
  });
  it('rows too long to be turned all at once', () => {
    tf.tidy(() => {
      const [x, w, b] = [[150, 60_001], [3, 60_001], [3]].map((shape, k) => {
        const values = tf.randomNormal(shape, 0, 1, 'float32', k + 1);
        return precision === 'bf16' ? toBfloat16(values) : values;
      }) as [Tensor, Tensor, Tensor];
      const expected = slow('none')(...([x, w, b].map(toFloat32) as [Tensor, Tensor, Tensor])).dataSync();
      // A sum of 60,001 products spreads by 245.
      expectClose(toFloat32(fast('none')(x, w, b)).dataSync(), expected, precision === 'bf16' ? 4 : 0.02);
    });
  });
  it('without a bias', () => {
    expectTwins(
      fast('quick_gelu'),
      slow('quick_gelu'),
      [
        [4, 9],
        [6, 9],
      ],
      precision,
    );
  });
});

it('GELU fused into the product, where no gradient is taken, is that which has one', () => {
  const x = tf.randomNormal([500, 17], 0, 3, 'float32', 1);
  const w = tf.randomNormal([9, 17], 0, 1, 'float32', 2) as Tensor2D;
  const b = tf.randomNormal([9], 0, 1, 'float32', 3) as Tensor1D;
  const fused = linear(x, w, b, 'gelu');
  const { value } = tf.valueAndGrad((t: Tensor) => tf.sum(tf.mul(linear(t, w, b, 'gelu'), fused)))(x);
  const square = tf.sum(tf.square(fused)).dataSync()[0]!;
  expectClose(value.dataSync(), [square], 1e-5 * square);
});

it('does not leak tensors', () => {
  for (const name of Object.keys(ACTIVATIONS) as Name[]) expectNoLeak(fast(name), [[2, 3, 4], [5, 4], [5]]);
});
