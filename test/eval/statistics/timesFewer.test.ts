import { expect, it } from 'vitest';
import { amountToReach } from '../../../lib/eval/statistics/amountToReach.js';
import { timesFewer } from '../../../lib/eval/statistics/timesFewer.js';
import { UserError } from '../../../lib/io/userError.js';

it('compares with the end of the slower curve, wherever that stands in the list', () => {
  const fast = [10, 50].map((amount) => ({ amount, value: amount / 100 }));
  expect(timesFewer([{ amount: 100, value: 0.5 }], fast)).toBeCloseTo(2, 12);
  const slow = [100, 20].map((amount) => ({ amount, value: amount / 200 }));
  expect(timesFewer(slow, fast)).toBeCloseTo(2, 12);
  expect(timesFewer([{ amount: 100, value: 0.6 }], fast)).toBeUndefined();
});

it('refuses a curve without points, and amounts that have no logarithm', () => {
  expect(() => timesFewer([], [{ amount: 1, value: 1 }])).toThrow('the slower curve has no points');
  expect(() => amountToReach([{ amount: 0, value: 1 }], 0.5)).toThrow(UserError);
});
