import { createVectorRows } from './vectorRows.js';

/** What the last step taught: how far it went, and how the gradient changed over it. */
export interface CurvaturePair {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

/** Multiplies a vector, in place, by a first guess of the inverse Hessian, given the newest pair. */
export type Precondition = (vector: Float64Array, newest: CurvaturePair | undefined) => void;

/** The memory of L-BFGS: the newest curvature pairs, and the direction they suggest. */
export interface QuasiNewton {
  /**
   * Learns a pair, unless it says nothing that rounding does not hide.
   * @returns whether it did; the pair is then held, as the newest, until another is learned
   */
  learn(pair: CurvaturePair): boolean;
  /**
   * Minus the inverse Hessian's estimate times the gradient.
   * @param into where it is written
   */
  direction(gradient: Float64Array, into?: Float64Array): Float64Array;
  dispose(): void;
}

/** What is known of a remembered pair besides its vectors. */
interface Remembered {
  /** Its row among the steps and among the changes. */
  readonly row: number;
  /** 1 / (step · change) */
  readonly rho: number;
  /**
   * Products of its change with every row of the steps when it came: those of older pairs among them stay true while
   * they last.
   */
  readonly withSteps: Float32Array;
}

/** step · change, and that over the product of their lengths. */
function curvatureOf({ step, change }: CurvaturePair): { curvature: number; cosine: number } {
  let [curvature, steps, changes] = [0, 0, 0];
  for (let i = 0; i < step.length; i++) {
    curvature += step[i]! * change[i]!;
    steps += step[i]! * step[i]!;
    changes += change[i]! * change[i]!;
  }
  return { curvature, cosine: curvature / Math.sqrt(steps * changes) };
}

/**
 * The two-loop recursion (Nocedal, 1980), its loops over pairs made of inner products only: of all steps with the
 * gradient, of all changes with the preconditioned vector, and of steps with changes, which are kept. So each vector is
 * read once a loop, all in one product. Remembered vectors are float32; they only steer.
 * @param length numbers in a vector @param history pairs remembered
 */
export function createQuasiNewton(length: number, precondition: Precondition, history: number): QuasiNewton {
  const steps = createVectorRows(history, length);
  const changes = createVectorRows(history, length);
  const pairs: Remembered[] = []; // oldest first
  let newest: CurvaturePair | undefined;

  return {
    learn(pair) {
      const { curvature, cosine } = curvatureOf(pair);
      if (!(cosine > 1e-14)) return false;
      const row = pairs.length < history ? pairs.length : pairs.shift()!.row;
      const withSteps = steps.dots(pair.change);
      steps.replace(row, pair.step);
      changes.replace(row, pair.change);
      pairs.push({ row, rho: 1 / curvature, withSteps });
      newest = pair;
      return true;
    },
    direction(gradient, q = new Float64Array(length)) {
      for (let i = 0; i < length; i++) q[i] = -gradient[i]!;
      const along = steps.dots(q);
      const removed = new Float32Array(history); // by row, minus the first loop's weights
      for (const [k, { row, rho }] of [...pairs.entries()].reverse()) {
        let product = along[row]!;
        for (const newer of pairs.slice(k + 1)) product += removed[newer.row]! * newer.withSteps[row]!;
        removed[row] = -rho * product;
      }
      changes.addTo(q, removed);
      precondition(q, newest);
      const across = changes.dots(q);
      const added = new Float32Array(history); // by row, the second loop's weights
      for (const [k, { row, rho, withSteps }] of pairs.entries()) {
        let product = across[row]!;
        for (const older of pairs.slice(0, k)) product += added[older.row]! * withSteps[older.row]!;
        added[row] = -removed[row]! - rho * product;
      }
      steps.addTo(q, added);
      return q;
    },
    dispose() {
      steps.dispose();
      changes.dispose();
    },
  };
}
