import { mean, sum } from 'd3-array';
import type { Interval } from './interval.js';

/** Pearson's correlation of two lists of as many numbers, -1..1; undefined where one is the same everywhere. */
export function pearson(x: readonly number[], y: readonly number[]): number | undefined {
  const [mx, my] = [mean(x)!, mean(y)!];
  const [sxx, syy] = [sum(x, (one) => (one - mx) ** 2), sum(y, (one) => (one - my) ** 2)];
  if (!(sxx > 0 && syy > 0)) return undefined;
  return Math.max(-1, Math.min(1, sum(x, (one, k) => (one - mx) * (y[k]! - my)) / Math.sqrt(sxx * syy)));
}

/**
 * The interval of a correlation by Fisher's transformation.
 * @param half of its width behind the transformation: standard errors times how many of them
 */
export const fisherInterval = (r: number, half: number): Interval => ({
  low: Math.tanh(Math.atanh(r) - half),
  high: Math.tanh(Math.atanh(r) + half),
});
