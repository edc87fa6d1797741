import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPowerLaw } from '../../../lib/eval/statistics/powerLaw.js';

/** The quantiles of Student's t at 95 %, with one degree of freedom and with two. */
const T1 = Math.tan(0.475 * Math.PI);
const T2 = 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2));
const positive = (max: number) => fc.double({ min: 0.1, max, noNaN: true });

describe('fitPowerLaw', () => {
  it('finds the law that points follow', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -2, max: 2, noNaN: true }), positive(10), async (exponent, factor) => {
        const points = [1, 3, 10, 40].map((x) => ({ x, y: factor * x ** exponent }));
        const law = await fitPowerLaw(points);
        expect(law.exponent).toBeCloseTo(exponent, 8);
        expect(law.factor / factor).toBeCloseTo(1, 8);
        expect(law.at(5).value / (factor * 5 ** exponent)).toBeCloseTo(1, 8);
        expect(law.interval.high - law.interval.low).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it('has the interval that least squares by hand has', async () => {
    // ln x = 0, 1, 2 and ln y = 0, 1, 0: slope 0, residuals -1/3, 2/3, -1/3, so s^2 = 2/3 over one degree of freedom.
    const law = await fitPowerLaw([0, 1, 2].map((u) => ({ x: Math.exp(u), y: Math.exp(u === 1 ? 1 : 0) })));
    const half = T1 * Math.sqrt(2 / 3 / 2);
    expect(law.exponent).toBeCloseTo(0, 10);
    expect(law.interval.high).toBeCloseTo(half, 7);
    expect(law.interval.low).toBeCloseTo(-half, 7);
    expect(law.explained).toBeCloseTo(0, 10);
    // Narrowest at the middle: s / sqrt(3).
    expect(Math.log(law.at(Math.E).high)).toBeCloseTo(1 / 3 + T1 * Math.sqrt(2 / 9), 7);
    expect(law.at(1).high).toBeGreaterThan(law.at(Math.E).high);
  });

  it('refuses what has no line', async () => {
    const at = (...xs: number[]) => xs.map((x) => ({ x, y: 1 }));
    await expect(fitPowerLaw(at(1, 2))).rejects.toThrow('three points or more, and there are 2');
    await expect(fitPowerLaw(at(2, 2, 2))).rejects.toThrow('no slope');
    for (const wrong of [0, -1]) {
      await expect(fitPowerLaw(at(wrong, 1, 2))).rejects.toThrow('a power law has no point at 0 or below');
      const points = [1, 2, 3].map((x) => ({ x, y: x === 2 ? wrong : 1 }));
      await expect(fitPowerLaw(points)).rejects.toThrow('a power law has no point at 0 or below');
    }
  });

  it('explains all of points that lie level, and a part of what scatters', async () => {
    const level = await fitPowerLaw([1, 2, 3].map((x) => ({ x, y: 5 })));
    expect(level.explained).toBe(1);
    // ln x = 0, 1, 2, 3 and ln y = 0, 2, 1, 3: slope 0.8 and 0.64 of the variance, worked out by hand.
    const law = await fitPowerLaw([0, 2, 1, 3].map((v, u) => ({ x: Math.exp(u), y: Math.exp(v) })));
    expect(law.exponent).toBeCloseTo(0.8, 10);
    expect(law.explained).toBeCloseTo(0.64, 10);
    expect(law.factor).toBeCloseTo(Math.exp(0.3), 10);
    // Residuals -0.3, 0.9, -0.9, 0.3: 1.8 over two degrees of freedom; times t.
    const half = (T2 * Math.sqrt(0.9)) / Math.sqrt(5);
    expect(law.interval.high).toBeCloseTo(0.8 + half, 8);
    const at = law.at(Math.exp(3));
    expect(Math.log(at.value)).toBeCloseTo(2.7, 10);
    const error = T2 * Math.sqrt(0.9) * Math.sqrt(1 / 4 + 1.5 ** 2 / 5);
    expect(Math.log(at.low)).toBeCloseTo(2.7 - error, 8);
    expect(Math.log(at.high)).toBeCloseTo(2.7 + error, 8);
  });

  it('has a narrower interval at less confidence', async () => {
    const points = [0, 2, 1, 3].map((v, u) => ({ x: Math.exp(u), y: Math.exp(v) }));
    const [usual, rough] = [await fitPowerLaw(points), await fitPowerLaw(points, 0.5)];
    // 0.5 sqrt(2 / 0.75) is the quantile of t at 50 % with two degrees of freedom.
    const share = (rough.interval.high - 0.8) / (usual.interval.high - 0.8);
    expect(share).toBeCloseTo((0.5 * Math.sqrt(2 / 0.75)) / T2, 8);
  });
});
