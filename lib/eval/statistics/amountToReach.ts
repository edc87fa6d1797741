import { isBetween } from '../../io/isBetween.js';
import { requireNumber } from '../../io/requireNumber.js';
import { requireRows } from '../../io/requireRows.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** A measurement after some amount of something, e.g. of pairs seen or of samples a class. */
export interface AmountPoint {
  /** Above 0. */
  readonly amount: number;
  readonly value: number;
}

/**
 * The amount at which a curve first reaches `value`, interpolated linearly in the logarithm of the amount. Below its
 * first point the curve goes on as between its first two, but no further than half of it.
 * @throws UserError where an amount is not above 0, or a number is not finite
 * @returns undefined where it stays below, or where a curve of one point starts above
 * @example
 * amountToReach([{ amount: 1, value: 0.4 }, { amount: 4, value: 0.6 }], 0.5); // 2
 */
export function amountToReach(curve: readonly AmountPoint[], value: number): number | undefined {
  requireNumber(value, 'the value to reach');
  requireRows(curve, 'the points of the curve');
  for (const { amount, value: measured } of curve) {
    requireNumber(measured, 'a value of the curve');
    if (!isBetween(amount, 0, Infinity))
      throw new UserError(
        `an amount of the curve is ${told(amount)}, expected a number above 0, for its logarithm is read.`,
      );
  }
  const points = [...curve].sort((a, b) => a.amount - b.amount);
  const at = points.findIndex((point) => point.value >= value);
  if (at < 0) return undefined;
  if (points[at]!.value === value) return points[at]!.amount;
  const high = points[Math.max(at, 1)];
  const low = points[Math.max(at, 1) - 1]!;
  if (high === undefined) return undefined;
  const slope = (high.value - low.value) / Math.log(high.amount / low.amount);
  // A curve that falls at first has no smaller amount to offer.
  if (!(slope > 0)) return low.amount;
  return Math.max(low.amount * Math.exp((value - low.value) / slope), points[0]!.amount / 2);
}
