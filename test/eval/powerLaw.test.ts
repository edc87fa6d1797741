import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPowerLaw } from '../../lib/eval/powerLaw.js';

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
        expect(law.interval.high - law.interval.low).toBeLessThan(1e-5);
      }),
      { numRuns: 30 },
    );
  });

  it('has the interval that least squares by hand has', async () => {
    // ln x = 0, 1, 2 and ln y = 0, 1, 0: slope 0, residuals -1/3, 2/3, -1/3, so s^2 = 2/3 over one degree of freedom.
    const law = await fitPowerLaw([0, 1, 2].map((u) => ({ x: Math.exp(u), y: Math.exp(u === 1 ? 1 : 0) })));
    const half = 12.7062 * Math.sqrt(2 / 3 / 2);
    expect(law.exponent).toBeCloseTo(0, 10);
    expect(law.interval.high).toBeCloseTo(half, 3);
    expect(law.interval.low).toBeCloseTo(-half, 3);
    expect(law.explained).toBeCloseTo(0, 10);
    // Narrowest at the middle: s / sqrt(3).
    expect(Math.log(law.at(Math.E).high)).toBeCloseTo(1 / 3 + 12.7062 * Math.sqrt(2 / 9), 3);
    expect(law.at(1).high).toBeGreaterThan(law.at(Math.E).high);
  });

  it('refuses what has no line', async () => {
    const at = (...xs: number[]) => xs.map((x) => ({ x, y: 1 }));
    await expect(fitPowerLaw(at(1, 2))).rejects.toThrow('three points');
    await expect(fitPowerLaw(at(2, 2, 2))).rejects.toThrow('no slope');
    await expect(fitPowerLaw(at(0, 1, 2))).rejects.toThrow('at 0 or below');
  });
});
