import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { hasNativeKernels } from '../../../lib/engine/nativeKernels.js';
import { minimize } from '../../../lib/eval/probe/lbfgs.js';
import { logisticLoss } from '../../../lib/eval/probe/logisticLoss.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { principalAxes } from '../../../lib/eval/probe/principalAxes.js';
import { needs } from '../../fixtures/needs.js';

function drawFeatures(seed: number, rows: number, columns: number, size = 1): Matrix {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: rows * columns }, () => size * (2 * random.normal() + 1));
  return { data, rows, columns };
}

const shapes = fc.record({
  seed: fc.nat(1000),
  N: fc.integer({ min: 2, max: 9 }),
  D: fc.integer({ min: 1, max: 7 }),
});

describe('logisticLoss', () => {
  it('has the slope that finite differences find, in float64, and float32 agrees', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 2, max: 4 }), fc.constantFrom(0.01, 1, 100), ({ seed, N, D }, K, C) => {
        const axes = principalAxes(drawFeatures(seed, N, D));
        const loss = logisticLoss(
          axes,
          Int32Array.from({ length: N }, (_, n) => n % K),
          K,
        );
        const [single, exact] = loss.functions(C);
        const random = createRandom(seed + 1);
        const x = Float64Array.from({ length: (axes.count + 1) * K }, () => 0.3 * random.normal());
        const { value, gradient } = exact!.evaluate(x);
        const rounded = single!.evaluate(x);
        const size = Math.max(1, ...gradient.map(Math.abs));
        expect(Math.abs(rounded.value / value - 1)).toBeLessThan(3e-6);
        for (let i = 0; i < x.length; i++) {
          const [up, down] = [1e-5, -1e-5].map(
            (move) => exact!.evaluate(x.map((v, j) => (j === i ? v + move : v))).value,
          );
          expect(Math.abs((up! - down!) / 2e-5 - gradient[i]!)).toBeLessThan(1e-6 * size * Math.max(1, value));
          expect(Math.abs(rounded.gradient[i]! - gradient[i]!)).toBeLessThan(1e-5 * size);
        }
        loss.dispose();
        axes.dispose();
      }),
      { numRuns: 20 },
    );
  });

  it('writes a gradient where it is told to, and leaves those of before as they are', () => {
    const axes = principalAxes(drawFeatures(4, 9, 5));
    const loss = logisticLoss(axes, Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2), 3);
    for (const one of loss.functions(1)) {
      const x = Float64Array.from({ length: (axes.count + 1) * 3 }, (_, i) => i / 10);
      const [first, into] = [one.evaluate(x), new Float64Array(x.length).fill(NaN)];
      const copied = first.gradient.slice();
      expect(one.evaluate(x, into)).toEqual(first);
      one.evaluate(
        x.map((value) => -value),
        into,
      );
      expect(into).not.toEqual(first.gradient);
      expect(first.gradient).toEqual(copied);
    }
    loss.dispose();
    axes.dispose();
  });

  it('keeps its digits in float32 where labels are nearly certain', needs(hasNativeKernels(), 'native kernels'), () => {
    const axes = principalAxes(drawFeatures(3, 40, 40));
    const labels = Int32Array.from({ length: 40 }, (_, n) => n % 5);
    const loss = logisticLoss(axes, labels, 5);
    const [single, exact] = loss.functions(1e12);
    // Separable, so that the loss falls as far as the weights grow.
    const { x } = minimize([exact!], new Float64Array((axes.count + 1) * 5), {
      closeEnough: (_, value) => value < 1e-6,
      precondition: loss.precondition(1e12),
      maxIterations: 200,
    });
    const [rounded, { value, gradient }] = [single!.evaluate(x), exact!.evaluate(x)];
    expect(value).toBeLessThan(1e-6);
    expect(Math.abs(rounded.value / value - 1)).toBeLessThan(1e-4);
    const size = Math.max(...gradient.map(Math.abs));
    gradient.forEach((slope, i) => expect(Math.abs(rounded.gradient[i]! - slope)).toBeLessThan(1e-3 * size));
    loss.dispose();
    axes.dispose();
  });

  it('adds to a prior, and penalizes intercepts then', () => {
    const axes = principalAxes(drawFeatures(1, 6, 3));
    const labels = Int32Array.of(0, 1, 0, 1, 0, 1);
    const prior = Float32Array.from({ length: 12 }, (_, i) => (i % 3) - 1);
    const loss = logisticLoss(axes, labels, 2, prior);
    const x = new Float64Array((axes.count + 1) * 2);
    const wanted = labels.reduce((sum, label, n) => {
      const [own, other] = [prior[2 * n + label]!, prior[2 * n + 1 - label]!];
      return sum + Math.log1p(Math.exp(other - own));
    }, 0);
    for (const precise of loss.functions(1)) expect(precise.evaluate(x).value).toBeCloseTo(wanted, 5);
    const both = x.map((_, i) => (i >= axes.count * 2 ? 3 : 0)); // no logit differs, and 18 squares
    expect(loss.functions(0.5)[1]!.evaluate(both).value).toBeCloseTo(wanted + 18, 9);
    loss.dispose();
    axes.dispose();
  });

  it('does not penalize the intercepts', () => {
    const axes = principalAxes(drawFeatures(1, 6, 3));
    const loss = logisticLoss(axes, Int32Array.of(0, 1, 0, 1, 0, 1), 2);
    const zero = new Float64Array((axes.count + 1) * 2);
    const same = zero.map((_, i) => (i >= axes.count * 2 ? 50 : 0)); // both classes alike: no logit differs
    const [, exact] = loss.functions(1e-6);
    expect(exact!.evaluate(same).value).toBeCloseTo(exact!.evaluate(zero).value, 9);
    expect(exact!.evaluate(zero).value).toBeCloseTo(6 * Math.log(2), 9);
    loss.dispose();
    axes.dispose();
  });
});

describe('principalAxes', () => {
  it('turns and centers the features: distances stay, axes do not correlate, a column of ones is last', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(1e-4, 1, 1e5), ({ seed, N, D }, size) => {
        const features = drawFeatures(seed, N, D, size);
        const axes = principalAxes(features);
        expect(axes.count).toBe(Math.min(N, D));
        // One class at a time, the weights e_r of an axis give that axis' coordinates through the features' own space.
        const K = axes.count + 1;
        const identity = Float64Array.from({ length: K * K }, (_, i) => (i % (K + 1) === 0 ? 1 : 0));
        const { weights, intercepts } = axes.toFeatures(identity, K);
        const turned = Array.from({ length: N }, (_, n) =>
          Array.from({ length: K }, (_, k) => {
            let sum = intercepts[k]!;
            for (let j = 0; j < D; j++) sum += weights.data[k * D + j]! * features.data[n * D + j]!;
            return sum;
          }),
        );
        const length = (k: number): number => Math.sqrt(k === axes.count ? N : Math.max(...axes.spread));
        for (let k = 0; k < K; k++)
          for (let l = 0; l <= k; l++) {
            const product = turned.reduce((sum, row) => sum + row[k]! * row[l]!, 0);
            const wanted = k !== l ? 0 : k === axes.count ? N : axes.spread[k]!;
            expect(Math.abs(product - wanted)).toBeLessThan(1e-5 * length(k) * length(l));
          }
        for (let a = 0; a < N; a++)
          for (let b = 0; b < a; b++) {
            const before = Math.hypot(
              ...Array.from({ length: D }, (_, j) => features.data[a * D + j]! - features.data[b * D + j]!),
            );
            expect(Math.abs(Math.hypot(...turned[a]!.map((v, k) => v - turned[b]![k]!)) - before)).toBeLessThan(
              1e-5 * length(0),
            );
          }
        axes.dispose();
      }),
      { numRuns: 30 },
    );
  });

  it('goes from the features’ weights to the axes’ and back', () => {
    const axes = principalAxes(drawFeatures(4, 30, 5));
    const random = createRandom(2);
    const weights = { data: Float32Array.from({ length: 15 }, () => random.normal()), rows: 3, columns: 5 };
    const back = axes.toFeatures(axes.fromFeatures(weights, [1, -2, 3]), 3);
    back.weights.data.forEach((w, i) => expect(w).toBeCloseTo(weights.data[i]!, 5));
    [1, -2, 3].forEach((b, k) => expect(back.intercepts[k]).toBeCloseTo(b, 6));
    axes.dispose();
  });
});
