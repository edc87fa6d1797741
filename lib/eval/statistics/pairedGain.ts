import { mean } from 'd3-array';
import { createRandom } from '../../engine/random.js';
import { requireFinite } from '../../io/requireFinite.js';
import { UserError } from '../../io/userError.js';
import { bootstrapInterval, type Interval } from './interval.js';

/** By how much one way does better than another on the same tasks. */
export interface PairedGain {
  /** Of the differences, in the unit of the scores. */
  readonly mean: number;
  /** The 95 % interval of that mean over draws of tasks, and of seeds if there are several; null for a single task. */
  readonly interval: Interval | null;
  /** On how many tasks the first is better. */
  readonly better: number;
  readonly tasks: number;
}

/** What one way scores: a number a task, or where several seeds were trained a list of them a task. */
export type TaskScores = readonly number[] | readonly (readonly number[])[];

/** How the interval of `pairedGain` is drawn. */
export interface PairedGainOptions {
  /** Default 2021. */
  readonly seed?: number;
  /** Draws of tasks. Default 10,000. */
  readonly resamples?: number;
  /** Confidence, 0..1. Default 0.95. */
  readonly level?: number;
}

/**
 * The gain of one way over another, task by task, with a bootstrap interval that is paired: both sides of a difference
 * are always from the same task, and from the same seed. A draw takes as many tasks as there are, with replacement, and
 * weighs them equally.
 * @param first [tasks], or [tasks][seeds] @param second as `first`, of the same tasks and seeds in the same order
 * @throws UserError where the two are not of as many tasks, at least one, or seeds, or a score is not finite
 * @example
 * const { mean, interval } = pairedGain([0.5, 0.7, 0.6], [0.4, 0.5, 0.6]); // a mean of 0.1, in 0 to 0.2
 */
export function pairedGain(first: TaskScores, second: TaskScores, options: PairedGainOptions = {}): PairedGain {
  const { seed = 2021, resamples = 10_000, level = 0.95 } = options;
  if (first.length !== second.length || first.length === 0)
    throw new UserError(
      `there are ${first.length} scores to compare with ${second.length}: give one of each for every task, and at least one task.`,
    );
  const [ours, theirs] = [bySeed(first), bySeed(second)];
  const seeds = ours[0]!.length;
  const uneven = [...ours, ...theirs].find((scores) => scores.length !== seeds || seeds === 0);
  if (uneven)
    throw new UserError(
      `one task has scores of ${seeds} seeds and another of ${uneven.length}: give every task those of the same seeds, at least one.`,
    );
  for (const scores of [ours, theirs])
    scores.forEach((one, task) => requireFinite(one, () => `score ${task + 1}`, 'measure it again'));
  const gains = ours.map((scores, task) => scores.map((score, k) => score - theirs[task]![k]!)); // [tasks][seeds]
  const averages = gains.map((some) => mean(some)!);
  const random = createRandom(seed);
  const meanOfDraw = (tasks: Int32Array): number => {
    // Seeds are drawn once a draw, for all tasks: a seed is one training, which all tasks then share.
    const drawn = seeds === 1 ? [0] : Array.from({ length: seeds }, () => random.int(seeds));
    let sum = 0;
    for (const task of tasks) for (const k of drawn) sum += gains[task]![k]!;
    return sum / (tasks.length * seeds);
  };
  return {
    mean: mean(averages)!,
    interval: gains.length === 1 ? null : bootstrapInterval(gains.length, meanOfDraw, { random, resamples, level }),
    better: averages.filter((gain) => gain > 0).length,
    tasks: gains.length,
  };
}

const bySeed = (scores: TaskScores): readonly (readonly number[])[] =>
  scores.map((score) => (typeof score === 'number' ? [score] : score));
