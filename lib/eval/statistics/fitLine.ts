import { mean, sum } from 'd3-array';
import { requireNumber } from '../../io/requireNumber.js';
import { UserError } from '../../io/userError.js';

/** A straight line through points. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Root of the mean squared distance of the points from it, in y. */
  readonly residual: number;
}

/**
 * The straight line through points by least squares. For a power law, give logarithms.
 * @param points x and y, two or more, not all at one x
 * @throws UserError where they are not
 * @example
 * fitLine([{ x: 0, y: 1 }, { x: 1, y: 3 }, { x: 2, y: 5 }]); // a slope of 2, an intercept of 1, a residual of 0
 */
export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): Line {
  if (points.length < 2)
    throw new UserError(`a line needs two points or more, and there are ${points.length}: measure more.`);
  for (const { x, y } of points) {
    requireNumber(x, 'the x of a point');
    requireNumber(y, 'the y of a point');
  }
  const [mx, my] = [mean(points, ({ x }) => x)!, mean(points, ({ y }) => y)!];
  const sxx = sum(points, ({ x }) => (x - mx) ** 2);
  if (!(sxx > 0)) throw new UserError('all points are at one x: there is no slope, so measure at another.');
  const slope = sum(points, ({ x, y }) => (x - mx) * (y - my)) / sxx;
  const residual = Math.sqrt(mean(points, ({ x, y }) => (y - my - slope * (x - mx)) ** 2)!);
  return { slope, intercept: my - slope * mx, residual };
}
