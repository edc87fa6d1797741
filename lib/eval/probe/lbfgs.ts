import { searchLine } from './lineSearch.js';
import { createQuasiNewton, type CurvaturePair, type Precondition, type QuasiNewton } from './quasiNewton.js';

/** A smooth function of many variables, with the rounding error of the arithmetic it is computed in. */
export interface SmoothFunction {
  /** @param into where the gradient may be written, if it is given */
  evaluate(x: Float64Array, into?: Float64Array): { readonly value: number; readonly gradient: Float64Array };
  /** Relative error of a value: about 1e-7 in float32, 1e-15 in float64. */
  readonly rounding: number;
}

export interface LbfgsOptions {
  /** Whether the decrease that a full quasi-Newton step promises is small enough to stop. */
  readonly closeEnough: (promisedDecrease: number, value: number) => boolean;
  readonly precondition: Precondition;
  readonly maxIterations: number;
  /** Pairs remembered. Default 10. */
  readonly history?: number;
  /** Asked after every iteration; true ends there. */
  readonly stop?: (x: Float64Array, iterations: number) => boolean;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** False when the iterations ran out, or `stop` ended them. */
  readonly converged: boolean;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** a + scale b, written into `sum`. */
function plus(a: Float64Array, b: Float64Array, scale: number, sum: Float64Array): Float64Array {
  for (let i = 0; i < a.length; i++) sum[i] = a[i]! + scale * b[i]!;
  return sum;
}

/**
 * Room for a quantity of which the one before is still needed: gives of two the one that is not in use. A descent makes
 * all its vectors once. They lie outside of V8's heap, and every few dozen iterations what new ones left behind would
 * have it mark the whole of that heap, which in a kernel holds a compiler.
 */
function twoOf<T>(make: () => T): (inUse: T | undefined) => T {
  const [one, other] = [make(), make()];
  return (inUse) => (inUse === one ? other : one);
}

/**
 * Minimizes a smooth convex function by L-BFGS with an approximate Wolfe line search. Several functions are the same
 * one at rising precision: where rounding stops the first, the next goes on with what was learned.
 */
export function minimize(functions: readonly SmoothFunction[], start: Float64Array, options: LbfgsOptions): Minimum {
  const memory = createQuasiNewton(start.length, options.precondition, options.history ?? 10);
  try {
    return descend(functions, start, options, memory);
  } finally {
    memory.dispose();
  }
}

function descend(
  functions: readonly SmoothFunction[],
  start: Float64Array,
  { closeEnough, maxIterations, stop }: LbfgsOptions,
  memory: QuasiNewton,
): Minimum {
  const vector = (): Float64Array => new Float64Array(start.length);
  const [places, gradients] = [twoOf(vector), twoOf(vector)];
  const curvatures = twoOf((): CurvaturePair => ({ step: vector(), change: vector() }));
  const d = vector();
  let newest: CurvaturePair | undefined;
  let x = start;
  let value = NaN;
  let iterations = 0;
  for (const current of functions) {
    let { gradient, value: here } = current.evaluate(x);
    for (;;) {
      value = here;
      memory.direction(gradient, d);
      const slope = dot(gradient, d);
      if (slope === 0) break; // rounding hides what is left
      if (closeEnough(-slope / 2, value)) return { x, value, iterations, converged: true };
      if (iterations >= maxIterations) return { x, value, iterations, converged: false };
      // Of the points that a search tries, the last alone is gone to.
      const [from, place, spare] = [x, places(x), gradients(gradient)];
      const point = searchLine(
        { step: 0, value, slope },
        (step) => {
          const to = plus(from, d, step, place);
          const result = current.evaluate(to, spare);
          return { step, to, ...result, slope: dot(result.gradient, d) };
        },
        current.rounding,
      );
      if (point === undefined) break;
      iterations++;
      const pair = curvatures(newest);
      plus(point.to, x, -1, pair.step);
      plus(point.gradient, gradient, -1, pair.change);
      if (memory.learn(pair)) newest = pair;
      ({ to: x, gradient, value: here } = point);
      if (stop?.(x, iterations)) return { x, value: here, iterations, converged: false };
    }
  }
  // Rounding at the highest precision is as far as it goes.
  return { x, value, iterations, converged: true };
}
