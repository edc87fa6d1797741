import { searchLine } from './lineSearch.js';

/** A smooth function of many variables, with the rounding error of the arithmetic it is computed in. */
export interface SmoothFunction {
  evaluate(x: Float64Array): { readonly value: number; readonly gradient: Float64Array };
  /** Relative error of a value: about 1e-7 in float32, 1e-15 in float64. */
  readonly rounding: number;
}

/** What the last step taught: how far it went, and how the gradient changed over it. */
export interface CurvaturePair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / (step · change) */
  readonly rho: number;
}

export interface LbfgsOptions {
  /** Whether the decrease that a full quasi-Newton step promises is small enough to stop. */
  readonly closeEnough: (promisedDecrease: number, value: number) => boolean;
  /** Multiplies a vector, in place, by a first guess of the inverse Hessian, given the newest pair. */
  readonly precondition: (vector: Float64Array, newest: CurvaturePair | undefined) => void;
  readonly maxIterations: number;
  /** Pairs remembered. Default 10. */
  readonly history?: number;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** False when the iterations ran out. */
  readonly converged: boolean;
}

export function dot(a: Float64Array, b: Float64Array): number {
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

/** Minus the inverse Hessian's estimate times the gradient: the two-loop recursion (Nocedal, 1980). */
function direction(
  gradient: Float64Array,
  pairs: readonly CurvaturePair[],
  precondition: LbfgsOptions['precondition'],
): Float64Array {
  const q = gradient.map((value) => -value);
  const add = (vector: Float64Array, scale: number): void => {
    for (let i = 0; i < q.length; i++) q[i] = q[i]! + scale * vector[i]!;
  };
  const weights: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, rho } = pairs[k]!;
    weights[k] = rho * dot(step, q);
    add(change, -weights[k]!);
  }
  precondition(q, pairs.at(-1));
  pairs.forEach(({ step, change, rho }, k) => add(step, weights[k]! - rho * dot(change, q)));
  return q;
}

/**
 * Minimises a smooth convex function by L-BFGS with a strong Wolfe line search. Several functions are the same one at rising
 * precision: where rounding stops the first, the next goes on with what was learnt.
 */
export function minimise(functions: readonly SmoothFunction[], start: Float64Array, options: LbfgsOptions): Minimum {
  const { closeEnough, precondition, maxIterations, history = 10 } = options;
  const pairs: CurvaturePair[] = [];
  let x = start;
  let value = NaN;
  let iterations = 0;
  for (const current of functions) {
    let { gradient, value: here } = current.evaluate(x);
    for (;;) {
      value = here;
      const d = direction(gradient, pairs, precondition);
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
      const step = plus(point.to, x, -1);
      const change = plus(point.gradient, gradient, -1);
      const curvature = dot(step, change);
      if (curvature > 1e-14 * Math.sqrt(dot(step, step) * dot(change, change))) {
        pairs.push({ step, change, rho: 1 / curvature });
        if (pairs.length > history) pairs.shift();
      }
      ({ to: x, gradient, value: here } = point);
    }
  }
  // Rounding at the highest precision is as far as it goes.
  return { x, value, iterations, converged: true };
}
