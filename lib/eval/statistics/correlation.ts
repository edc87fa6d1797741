import { requireFinite } from '../../io/requireFinite.js';
import { UserError } from '../../io/userError.js';
import type { Interval } from './interval.js';
import { fisherInterval, pearson } from './pearson.js';
import { requireLevel } from './requireLevel.js';

/** Pearson's correlation with its interval. */
export interface Correlation {
  /** -1..1. */
  readonly r: number;
  /** Null for fewer than four points, of which Fisher's transformation says nothing. */
  readonly interval: Interval | null;
}

/**
 * Pearson's correlation of two lists, and its interval by Fisher's transformation, for which the pairs are taken to be
 * normally distributed.
 * @param x @param y as many, of the same things
 * @throws UserError where they are not as many, fewer than two, not finite, or one is the same everywhere
 * @example
 * const { r, interval } = await correlation([0.1, 0.4, 0.5, 0.9], [0.2, 0.3, 0.6, 0.8]);
 */
export async function correlation(x: readonly number[], y: readonly number[], level = 0.95): Promise<Correlation> {
  const n = x.length;
  if (n !== y.length || n < 2)
    throw new UserError(`there are ${n} numbers to correlate with ${y.length}: give two or more of each.`);
  requireLevel(level);
  for (const values of [x, y]) requireFinite(values, (at) => `number ${at + 1}`, 'measure it again, or leave it out');
  const r = pearson(x, y);
  if (r === undefined)
    throw new UserError('one of the two lists is the same everywhere, and correlates with nothing: leave it out.');
  if (n < 4) return { r, interval: null };
  return { r, interval: fisherInterval(r, (await normalQuantile(level)) / Math.sqrt(n - 3)) };
}

/** How far from its mean, in standard deviations, a normal number lies at most with probability `level`. */
async function normalQuantile(level: number): Promise<number> {
  const { compiled, ndtri } = await import('cephes');
  await compiled;
  return ndtri((1 + level) / 2);
}
