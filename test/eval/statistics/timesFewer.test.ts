import { expect, it } from 'vitest';
import { amountToReach } from '../../../lib/eval/statistics/amountToReach.js';
import { timesFewer } from '../../../lib/eval/statistics/timesFewer.js';
import { UserError } from '../../../lib/io/userError.js';

it('compares with the end of the slower curve, wherever that stands in the list', () => {
  const fast = [10, 50].map((amount) => ({ amount, value: amount / 100 }));
  expect(timesFewer([{ amount: 100, value: 0.5 }], fast)).toBeCloseTo(2, 12);
  // Its end is at 80, which the faster one reaches at 20: in the middle, as logarithms go, of 10 and 40.
  const steps = [10, 40].map((amount, k) => ({ amount, value: k }));
  for (const order of [
    [80, 20, 4],
    [20, 80, 4],
    [4, 20, 80],
  ]) {
    const slow = order.map((amount) => ({ amount, value: amount / 160 }));
    expect(timesFewer(slow, steps)).toBeCloseTo(4, 12);
  }
  expect(timesFewer([{ amount: 100, value: 0.6 }], fast)).toBeUndefined();
});

it('refuses a curve without points, and amounts that have no logarithm', () => {
  expect(() => timesFewer([], [{ amount: 1, value: 1 }])).toThrow('the slower curve has no points');
  expect(() => amountToReach([{ amount: 0, value: 1 }], 0.5)).toThrow(UserError);
});
