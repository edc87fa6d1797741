import { describe, expect, it } from 'vitest';
import { toBfloat16 } from '../../lib/engine/bfloat16.js';
import { gelu, quickGelu } from '../../lib/engine/gelu.js';
import { tf, type Tensor } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';
import { expectNoLeak, expectTwins } from '../fixtures/nativeTwins.js';

const slowGelu = (x: Tensor): Tensor => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1));
const slowQuickGelu = (x: Tensor): Tensor => tf.div(x, tf.add(tf.exp(tf.mul(x, -1.702)), 1));

describe.each(['fp32', 'bf16'] as const)('in %s against plain ops: value and gradient', (precision) => {
  it.each([[[1]], [[33]], [[3, 5, 7]], [[300, 257]]])('of %j', (shape) => {
    expectTwins(gelu, slowGelu, [shape], precision);
    expectTwins(quickGelu, slowQuickGelu, [shape], precision);
  });
});

it('over the whole range, against double precision', () => {
  const xs = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 20);
  const quick = Array.from(xs, (x) => x / (1 + Math.exp(-1.702 * x)));
  const x = tf.tensor1d(xs);
  const error = quickGelu(x)
    .dataSync()
    .map((y, i) => Math.abs(y - quick[i]!) / Math.max(1, Math.abs(xs[i]!)));
  expect(Math.max(...error)).toBeLessThan(3e-7);
  const exact = gelu(x).dataSync();
  expect(exact[0]).toBeCloseTo(0, 6);
  expect(exact[4000]).toBe(100);
});

it('what is not a number, or is infinite, stays so', () => {
  const x = tf.tensor1d([NaN, Infinity]);
  for (const f of [gelu, quickGelu]) {
    expect([...f(x).dataSync()]).toEqual([NaN, Infinity]);
    expect([...f(toBfloat16(x)).dataSync()]).toEqual([NaN, Infinity]);
  }
});

it('values near where bfloat16 rounds are rounded once', () => {
  const x = toBfloat16(tf.linspace(-4, 4, 500));
  const wide = x.dataSync();
  const right = toBfloat16(tf.tensor1d(Array.from(wide, (v) => v / (1 + Math.exp(-1.702 * v))))).dataSync();
  expectClose(quickGelu(x).dataSync(), right, 0.002);
});

it('does not leak tensors', () => {
  expectNoLeak(gelu, [[5]]);
  expectNoLeak(quickGelu, [[5]]);
});
