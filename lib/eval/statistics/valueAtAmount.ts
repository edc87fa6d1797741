import { requireNumber } from '../../io/requireNumber.js';
import { UserError } from '../../io/userError.js';
import type { AmountPoint } from './amountToReach.js';

/**
 * What a curve has at an amount, interpolated linearly in the logarithm of the amount: `amountToReach` the other way
 * round. E.g. the score of a family of models at the compute of another model.
 * @throws UserError where an amount is not above 0, or a number is not finite
 * @returns undefined below the curve's first point and above its last
 * @example
 * valueAtAmount([{ amount: 1, value: 0.5 }, { amount: 100, value: 0.7 }], 10); // 0.6
 */
export function valueAtAmount(curve: readonly AmountPoint[], amount: number): number | undefined {
  for (const point of [...curve, { amount, value: 0 }]) {
    requireNumber(point.value, 'a value of the curve');
    if (!(point.amount > 0 && point.amount < Infinity))
      throw new UserError(`an amount is ${point.amount}, expected a number above 0, for its logarithm is read.`);
  }
  const points = [...curve].sort((a, b) => a.amount - b.amount);
  const at = points.findIndex((point) => point.amount >= amount);
  if (at < 0) return undefined;
  const high = points[at]!;
  if (high.amount === amount) return high.value;
  const low = points[at - 1];
  if (low === undefined) return undefined;
  const share = Math.log(amount / low.amount) / Math.log(high.amount / low.amount);
  return low.value + share * (high.value - low.value);
}
