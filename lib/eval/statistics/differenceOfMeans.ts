import { mean } from 'd3-array';
import { createRandom } from '../../engine/random.js';
import { requireFinite } from '../../io/requireFinite.js';
import { requireWhole } from '../../io/requireWhole.js';
import { UserError } from '../../io/userError.js';
import { percentileInterval, type Interval } from './interval.js';
import type { PairedGainOptions } from './pairedGain.js';
import { requireLevel } from './requireLevel.js';

/**
 * The difference of the means of two groups that have nothing to be paired by, such as two kinds of tasks, with its
 * bootstrap interval: a draw takes as many of each group as there are, with replacement.
 * @param first @param second one or more numbers each
 * @returns the first mean minus the second; the interval is null where both groups have a single member
 * @throws UserError where a group is empty or a number not finite
 * @example
 * const { difference, interval } = differenceOfMeans([-19.4, -50, -12], [3.1, -8, 21, 4]);
 */
export function differenceOfMeans(
  first: readonly number[],
  second: readonly number[],
  { seed = 2021, resamples = 10_000, level = 0.95 }: PairedGainOptions = {},
): { readonly difference: number; readonly interval: Interval | null } {
  for (const group of [first, second]) {
    if (group.length === 0) throw new UserError('one of the two groups is empty: give each one number or more.');
    requireFinite(group, (at) => `number ${at + 1}`, 'measure it again, or leave it out');
  }
  requireWhole(resamples, 'the number of resamples', 1);
  requireLevel(level);
  const difference = mean(first)! - mean(second)!;
  if (first.length + second.length === 2) return { difference, interval: null };
  const random = createRandom(seed);
  const drawn = (group: readonly number[]): number => mean(group, () => group[random.int(group.length)]!)!;
  const draws = Array.from({ length: resamples }, () => drawn(first) - drawn(second));
  return { difference, interval: percentileInterval(draws, level) };
}
