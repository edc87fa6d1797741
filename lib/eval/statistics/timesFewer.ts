import { UserError } from '../../io/userError.js';
import { amountToReach, type AmountPoint } from './amountToReach.js';

/**
 * How many times less one curve needs than another for equal value (paper Figure 2): the value that the slower one ends
 * with, and the amount at which the faster one reaches it, interpolated in the logarithm of the amount.
 * @returns undefined where the faster one never reaches it
 * @throws UserError where the slower curve has no point, an amount is not above 0, or a number is not finite
 * @example
 * timesFewer([{ amount: 100, value: 0.5 }], [{ amount: 10, value: 0 }, { amount: 50, value: 0.5 }]); // 2
 */
export function timesFewer(slow: readonly AmountPoint[], fast: readonly AmountPoint[]): number | undefined {
  if (slow.length === 0)
    throw new UserError('the slower curve has no points, and its end is what is to be reached: give at least one.');
  const end = slow.reduce((last, point) => (point.amount > last.amount ? point : last));
  const needed = amountToReach(fast, end.value);
  return needed === undefined ? undefined : end.amount / needed;
}
