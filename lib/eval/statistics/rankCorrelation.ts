import { requireFinite } from '../../io/requireFinite.js';
import { UserError } from '../../io/userError.js';
import type { Interval } from './interval.js';
import { fisherInterval, pearson } from './pearson.js';

/** How far two lists of numbers are in the same order. */
export interface RankCorrelation {
  /** Spearman's: from -1, the opposite order, to 1, the same. */
  readonly correlation: number;
  /** Of 95 %; null for fewer than four pairs. */
  readonly interval: Interval | null;
}

/** How many standard errors the normal interval of 95 % reaches. */
const REACH = 1.959964;

/**
 * Spearman's rank correlation, with equal numbers at the middle of their ranks, and its interval by Fisher's
 * transformation with the standard error of Bonett and Wright (2000), sqrt((1 + r^2 / 2) / (n - 3)).
 * @param first [n] @param second [n], of the same things in the same order
 * @returns undefined where all of one list are equal, which is no order
 * @throws UserError where the lists differ in length, have fewer than two numbers, or one that is not finite
 * @example
 * const found = rankCorrelation([0.9, 0.4, 0.6, 0.1, 0.8], [0.7, 0.5, 0.6, 0.2, 0.9]); // 0.9
 */
export function rankCorrelation(first: ArrayLike<number>, second: ArrayLike<number>): RankCorrelation | undefined {
  const isPair = [first, second].every((list: unknown) => typeof list === 'object' && list !== null);
  if (!isPair || first.length !== second.length || !(first.length >= 2))
    throw new UserError(
      'a correlation is of two lists of as many numbers, two or more: give one of each for each thing.',
    );
  for (const list of [first, second]) requireFinite(list, (at) => `number ${at} of a list`, 'leave it out');
  const correlation = pearson(ranks(Array.from(first)), ranks(Array.from(second)));
  if (correlation === undefined) return undefined;
  const n = first.length;
  if (n < 4) return { correlation, interval: null };
  const error = Math.sqrt((1 + correlation ** 2 / 2) / (n - 3));
  return { correlation, interval: fisherInterval(correlation, REACH * error) };
}

/** From 1 for the least; equal numbers share the middle of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, k) => k).sort((a, b) => values[a]! - values[b]!);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let k = from; k <= to; k++) found[order[k]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return found;
}
