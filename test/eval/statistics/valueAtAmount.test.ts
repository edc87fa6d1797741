import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountToReach } from '../../../lib/eval/statistics/amountToReach.js';
import { valueAtAmount } from '../../../lib/eval/statistics/valueAtAmount.js';

const CURVE = [
  { amount: 100, value: 0.7 },
  { amount: 1, value: 0.5 },
  { amount: 1000, value: 0.4 },
];

describe('valueAtAmount', () => {
  it('interpolates in the logarithm of the amount, in whatever order the points come', () => {
    expect(valueAtAmount(CURVE, 10)).toBeCloseTo(0.6, 12);
    expect(valueAtAmount(CURVE, Math.sqrt(1e5))).toBeCloseTo(0.55, 12);
    for (const { amount, value } of CURVE) expect(valueAtAmount(CURVE, amount)).toBe(value);
  });

  it('has nothing to say outside of the curve', () => {
    expect(valueAtAmount(CURVE, 0.9)).toBeUndefined();
    expect(valueAtAmount(CURVE, 1001)).toBeUndefined();
    expect(valueAtAmount([], 1)).toBeUndefined();
    expect(valueAtAmount([{ amount: 2, value: 0.3 }], 2)).toBe(0.3);
  });

  it('is the other way round of amountToReach on a curve that rises', () => {
    const steps = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (rises, share) => {
        let value = 0;
        const curve = rises.map((rise, k) => ({ amount: 3 ** k, value: (value += rise) }));
        const amount = 3 ** (share * (curve.length - 1));
        const reached = amountToReach(curve, valueAtAmount(curve, amount)!)!;
        expect(Math.log(reached)).toBeCloseTo(Math.log(amount), 6);
      }),
    );
  });

  it('refuses what has no logarithm', () => {
    for (const wrong of [0, -1, NaN, Infinity]) {
      expect(() => valueAtAmount(CURVE, wrong)).toThrow(`an amount is ${wrong}, expected a number above 0`);
      expect(() => valueAtAmount([{ amount: wrong, value: 1 }], 1)).toThrow('expected a number above 0');
    }
    expect(() => valueAtAmount([{ amount: 1, value: NaN }], 1)).toThrow('a value of the curve');
  });
});
