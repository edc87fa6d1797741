import { mean, variance } from 'd3-array';
import { requireFinite } from '../../io/requireFinite.js';
import { requireNumber } from '../../io/requireNumber.js';
import { UserError } from '../../io/userError.js';
import type { Interval } from './interval.js';
import { requireLevel } from './requireLevel.js';

/**
 * How far from its mean, in standard errors, Student's t lies at most with probability `level`.
 * @param freedom degrees of freedom, at least 1 @param level 0..1
 * @throws UserError where they are not
 */
export async function studentQuantile(freedom: number, level = 0.95): Promise<number> {
  requireNumber(freedom, 'the number of degrees of freedom', 1);
  requireLevel(level);
  // P(|T| > t) is the share of beta(freedom / 2, 1 / 2) below freedom / (freedom + t^2).
  const { compiled, incbi } = await import('cephes');
  await compiled;
  const below = incbi(freedom / 2, 0.5, 1 - level);
  return Math.sqrt(freedom * (1 / below - 1));
}

/**
 * Mean of a few measurements, e.g. of three seeds, and its interval by Student's t; a single one has none.
 * @throws UserError where one is not finite, or there is none
 * @example
 * const { mean, low, high } = await studentInterval([0.51, 0.49, 0.53]);
 */
export async function studentInterval(
  values: readonly number[],
  level = 0.95,
): Promise<{ readonly mean: number } & Partial<Interval>> {
  const n = values?.length;
  const isList: boolean = typeof values === 'object' && n > 0;
  if (!isList) throw new UserError('there is no value to have an interval of: give the measurements as a list.');
  requireLevel(level);
  requireFinite(values, (at) => `measurement ${at}`, 'leave it out, or measure again');
  const middle = mean(values)!;
  if (n === 1) return { mean: middle };
  const half = (await studentQuantile(n - 1, level)) * Math.sqrt(variance(values)! / n);
  return { mean: middle, low: middle - half, high: middle + half };
}
