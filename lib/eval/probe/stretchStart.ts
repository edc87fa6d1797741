import type { SmoothFunction } from './lbfgs.js';
import { searchLine } from './lineSearch.js';

/** A slope along the start, as a share of the value, that is not worth a search. */
const FLAT = 0.02;

/**
 * The multiple of a start where the function is about smallest. Probes of neighboring penalties point nearly the same
 * way and differ in length: with classes that can be told apart, weights grow with the logarithm of C.
 */
export function stretchStart(loss: SmoothFunction, x: Float64Array): Float64Array {
  const dot = (gradient: Float64Array): number => gradient.reduce((sum, slope, i) => sum + slope * x[i]!, 0);
  const { value, gradient } = loss.evaluate(x);
  const slope = dot(gradient);
  if (!(Math.abs(slope) > FLAT * value)) return x;
  // Towards twice the start, or half of it.
  const way = slope < 0 ? 1 : -0.5;
  const found = searchLine(
    { step: 0, value, slope: way * slope },
    (step) => {
      const to = x.map((weight) => weight * (1 + way * step));
      const there = loss.evaluate(to);
      return { step, to, value: there.value, slope: way * dot(there.gradient) };
    },
    loss.rounding,
  );
  return found?.to ?? x;
}
