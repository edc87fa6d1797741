import { searchLine } from './lineSearch.js';
import { createQuasiNewton, type Precondition, type QuasiNewton } from './quasiNewton.js';

/** A smooth function of many variables, with the rounding error of the arithmetic it is computed in. */
export interface SmoothFunction {
  evaluate(x: Float64Array): { readonly value: number; readonly gradient: Float64Array };
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

/** a + scale b, as a new vector. */
function plus(a: Float64Array, b: Float64Array, scale: number): Float64Array {
  const sum = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) sum[i] = a[i]! + scale * b[i]!;
  return sum;
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
  let x = start;
  let value = NaN;
  let iterations = 0;
  for (const current of functions) {
    let { gradient, value: here } = current.evaluate(x);
    for (;;) {
      value = here;
      const d = memory.direction(gradient);
      const slope = dot(gradient, d);
      if (slope === 0) break; // rounding hides what is left
      if (closeEnough(-slope / 2, value)) return { x, value, iterations, converged: true };
      if (iterations >= maxIterations) return { x, value, iterations, converged: false };
      const from = x;
      const point = searchLine(
        { step: 0, value, slope },
        (step) => {
          const to = plus(from, d, step);
          const result = current.evaluate(to);
          return { step, to, ...result, slope: dot(result.gradient, d) };
        },
        current.rounding,
      );
      if (point === undefined) break;
      iterations++;
      memory.learn({ step: plus(point.to, x, -1), change: plus(point.gradient, gradient, -1) });
      ({ to: x, gradient, value: here } = point);
      if (stop?.(x, iterations)) return { x, value: here, iterations, converged: false };
    }
  }
  // Rounding at the highest precision is as far as it goes.
  return { x, value, iterations, converged: true };
}
