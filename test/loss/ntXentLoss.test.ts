import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tf, type Tensor, type Tensor2D } from '../../lib/engine/tf.js';
import { NT_XENT_TEMPERATURE, ntXentLoss } from '../../lib/loss/ntXentLoss.js';
import { expectNoLeak } from '../fixtures/nativeTwins.js';

/** The loss written out in float64, view by view. */
function slow(rows: number[][], temperature: number): number {
  const unit = rows.map((row) => row.map((x) => x / Math.hypot(...row)));
  const similarity = (a: number, b: number): number =>
    unit[a]!.reduce((sum, x, j) => sum + x * unit[b]![j]!, 0) / temperature;
  const V = rows.length;
  const losses = rows.map((_, a) => {
    const others = rows.flatMap((__, b) => (b === a ? [] : [Math.exp(similarity(a, b))]));
    return Math.log(others.reduce((sum, x) => sum + x)) - similarity(a, (a + V / 2) % V);
  });
  return losses.reduce((sum, x) => sum + x) / V;
}

const views = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 1000 }))
  .map(([N, D, seed]) => tf.tidy(() => tf.randomNormal([2 * N, D], 0, 1, 'float32', seed).arraySync() as number[][]));

describe('ntXentLoss', () => {
  it('is the loss written out view by view, for any number of images and any temperature', () => {
    fc.assert(
      fc.property(views, fc.double({ min: 0.05, max: 2, noNaN: true }), (rows, temperature) => {
        const loss = tf.tidy(() => ntXentLoss(tf.tensor2d(rows), temperature).dataSync()[0]!);
        const expected = slow(rows, temperature);
        expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
      }),
      { numRuns: 40 },
    );
  });

  it('its gradient is that of finite differences in float64', () => {
    const rows = tf.randomNormal([6, 4], 0, 1, 'float32', 5).arraySync() as number[][];
    const gradient = tf
      .grad((x: Tensor) => ntXentLoss(x as Tensor2D))(tf.tensor2d(rows))
      .arraySync() as number[][];
    rows.forEach((row, a) =>
      row.forEach((_, j) => {
        const moved = (by: number): number =>
          slow(
            rows.map((r, b) => r.map((x, i) => (a === b && i === j ? x + by : x))),
            NT_XENT_TEMPERATURE,
          );
        expect(Math.abs(gradient[a]![j]! - (moved(1e-6) - moved(-1e-6)) / 2e-6)).toBeLessThan(5e-6);
      }),
    );
  });

  it('is ln(2 N - 1) when all views are alike, and nearly 0 for views that are their images’ alone', () => {
    expect(ntXentLoss(tf.ones([8, 3]) as Tensor2D).dataSync()[0]).toBeCloseTo(Math.log(7), 5);
    const alone = tf.concat([tf.eye(4), tf.eye(4)]) as Tensor2D;
    expect(ntXentLoss(alone).dataSync()[0]).toBeCloseTo(Math.log(1 + 6 * Math.exp(-10)), 5);
  });

  it('does not leak tensors', () => expectNoLeak((x) => ntXentLoss(x as Tensor2D), [[6, 4]]));
});
