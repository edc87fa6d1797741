import { mean, variance } from 'd3-array';
import { requireFinite } from '../../io/requireFinite.js';
import { UserError } from '../../io/userError.js';

/** By how much one way does better than another on the same tasks. */
export interface PairedGain {
  /** Of the differences, in the unit of the scores. */
  readonly mean: number;
  /** Twice the standard error of that mean over the tasks; null for a single task, which has none. */
  readonly margin: number | null;
  /** On how many tasks the first is better. */
  readonly better: number;
  readonly tasks: number;
  /** Whether the mean lies above its margin. */
  readonly holds: boolean;
}

/**
 * The gain of one way over another, task by task.
 * @param first [tasks] @param second [tasks], of the same tasks in the same order
 * @throws UserError where the two are not of as many tasks, at least one, or a score is not finite
 * @example
 * pairedGain([0.5, 0.7], [0.4, 0.5]).mean; // 0.15
 */
export function pairedGain(first: readonly number[], second: readonly number[]): PairedGain {
  if (first.length !== second.length || first.length === 0)
    throw new UserError(
      `there are ${first.length} scores to compare with ${second.length}: give one of each for every task, and at least one task.`,
    );
  for (const scores of [first, second]) requireFinite(scores, (at) => `score ${at + 1}`, 'measure it again');
  const gains = first.map((score, task) => score - second[task]!);
  const n = gains.length;
  const average = mean(gains)!;
  const margin = n === 1 ? null : 2 * Math.sqrt(variance(gains)! / n);
  return {
    mean: average,
    margin,
    better: gains.filter((gain) => gain > 0).length,
    tasks: n,
    holds: margin !== null && average > margin,
  };
}
