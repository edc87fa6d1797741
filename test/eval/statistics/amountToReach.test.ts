import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountToReach } from '../../../lib/eval/statistics/amountToReach.js';

const curve = [
  { amount: 1, value: 0.2 },
  { amount: 2, value: 0.4 },
  { amount: 4, value: 0.5 },
  { amount: 16, value: 0.9 },
];

describe('amountToReach', () => {
  it('interpolates linearly in the logarithm of the amount', () => {
    expect(amountToReach(curve, 0.3)).toBeCloseTo(Math.SQRT2, 12);
    expect(amountToReach(curve, 0.7)).toBeCloseTo(8, 12);
    expect(amountToReach(curve, 0.5)).toBe(4);
    expect(amountToReach(curve, 0.91)).toBeUndefined();
  });

  it('goes on below its first point as between its first two, to half of it', () => {
    expect(amountToReach(curve, -0.5)).toBe(0.5);
    expect(amountToReach(curve, 0.1)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(amountToReach([curve[0]!], 0.1)).toBeUndefined();
    expect(amountToReach([{ amount: 1, value: 0.6 }, curve[1]!], 0.1)).toBe(1);
    // Level at first, so that nothing less can be promised.
    expect(amountToReach([{ amount: 1, value: 0.4 }, curve[1]!], 0.1)).toBe(1);
  });

  it('of a single point is the amount of that point, for its very value', () => {
    expect(amountToReach([curve[2]!], 0.5)).toBe(4);
    expect(amountToReach([curve[2]!], 0.6)).toBeUndefined();
  });

  it('is the same in whatever order the points are given', () => {
    const shuffled = fc.shuffledSubarray(curve, { minLength: curve.length });
    fc.assert(
      fc.property(shuffled, fc.double({ min: 0, max: 1, noNaN: true }), (points, value) => {
        expect(amountToReach(points, value)).toBe(amountToReach(curve, value));
      }),
    );
  });

  it('gives back the amounts of any rising curve', () => {
    const rising = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(rising, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (steps, share) => {
        let total = 0;
        const points = steps.map((step, k) => ({ amount: 2 ** k, value: (total += step) }));
        const [low, high] = [points.at(-2)!, points.at(-1)!];
        const value = low.value + share * (high.value - low.value);
        expect(amountToReach(points.reverse(), value)).toBeCloseTo(low.amount * 2 ** share, 6);
      }),
    );
  });
});
