import { mean, sum } from 'd3-array';
import { isBetween } from '../../io/isBetween.js';
import { requireNumber } from '../../io/requireNumber.js';
import { requireRows } from '../../io/requireRows.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { fitLine } from './fitLine.js';
import type { Interval } from './interval.js';
import { studentQuantile } from './studentInterval.js';

/** y = factor * x^exponent, fitted by least squares between the logarithms. */
export interface PowerLaw {
  readonly exponent: number;
  /** Of the exponent. */
  readonly interval: Interval;
  readonly factor: number;
  /** The share of the variance of ln y that the line explains, 0..1. */
  readonly explained: number;
  /** The line at x, and where it may lie. */
  readonly at: (x: number) => { readonly value: number } & Interval;
}

/**
 * The straight line through a log-log plot, as in Figure 9 of the paper, with 95 % intervals by Student's t.
 * @param points x and y above 0, three or more, not all at one x
 * @throws UserError where they are not
 */
export async function fitPowerLaw(
  points: readonly { readonly x: number; readonly y: number }[],
  level = 0.95,
): Promise<PowerLaw> {
  requireRows(points, 'the points');
  const n = points.length;
  if (n < 3)
    throw new UserError(`a line and its interval need three points or more, and there are ${n}: measure more.`);
  for (const { x, y } of points) {
    requireNumber(x, 'the x of a point');
    requireNumber(y, 'the y of a point');
    if (!(x > 0 && y > 0))
      throw new UserError(`a power law has no point at 0 or below, such as (${x}, ${y}): leave it out.`);
  }
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const [mx, my] = [mean(logs, ({ x }) => x)!, mean(logs, ({ y }) => y)!];
  const { slope: exponent, residual } = fitLine(logs);
  const sxx = sum(logs, ({ x }) => (x - mx) ** 2);
  const left = n * residual ** 2;
  const total = sum(logs, ({ y }) => (y - my) ** 2);
  const spread = Math.sqrt(left / (n - 2));
  const t = await studentQuantile(n - 2, level);
  const half = (t * spread) / Math.sqrt(sxx);
  return {
    exponent,
    interval: { low: exponent - half, high: exponent + half },
    factor: Math.exp(my - exponent * mx),
    explained: total > 0 ? 1 - left / total : 1,
    at: (x) => {
      if (!isBetween(x, 0, Infinity))
        throw new UserError(`a power law has no value at ${told(x)}, expected a number above 0.`);
      const log = my + exponent * (Math.log(x) - mx);
      const error = t * spread * Math.sqrt(1 / n + (Math.log(x) - mx) ** 2 / sxx);
      return { value: Math.exp(log), low: Math.exp(log - error), high: Math.exp(log + error) };
    },
  };
}
