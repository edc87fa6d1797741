import { DT } from '../../engine/backend.js';
import { hasNativeKernels } from '../../engine/nativeKernels.js';
import { freeRawTensors, withRawTensors } from '../../engine/rawTensors.js';
import type { SmoothFunction } from './lbfgs.js';
import type { PrincipalAxes } from './principalAxes.js';
import type { Precondition } from './quasiNewton.js';

/** Penalized multinomial logistic regression over principal axes, as functions to minimize. */
export interface LogisticLoss {
  /**
   * sum of cross-entropies + |W|² / (2 C) of parameters [R + 1, K], the last row intercepts, which are free of penalty
   * where there is no `prior`: in float32, then float64.
   */
  functions(C: number): readonly SmoothFunction[];
  /** First guess of the inverse Hessian, for `minimize`. */
  precondition(C: number): Precondition;
  dispose(): void;
}

/**
 * @param labels [N], 0..K-1
 * @param prior [N, K], logits that the parameters add to: intercepts are penalized then, so that a small C leaves it as
 *   it is
 */
export function logisticLoss(axes: PrincipalAxes, labels: Int32Array, K: number, prior?: Float32Array): LogisticLoss {
  const R = axes.count;
  const penalized = prior === undefined ? R : R + 1; // rows of the parameters
  const spread = Float64Array.of(...axes.spread, axes.rows); // [R + 1], the intercept's column of ones last
  const floor = 1e-9 * Math.max(...axes.spread);
  const wanted = withRawTensors((raw) => raw.keep(raw.int32(labels, [labels.length])));
  const given = prior && withRawTensors((raw) => raw.keep(raw.float32(prior, [labels.length, K])));

  const rounded = new Float32Array((R + 1) * K); // no tensor of it outlives an evaluation

  const evaluate = (
    x: Float64Array,
    C: number,
    dtype: number,
    gradient: Float64Array = new Float64Array(x.length),
  ): { value: number; gradient: Float64Array } =>
    withRawTensors((raw) => {
      const single = dtype === DT.float;
      const features = single ? axes.float32 : axes.float64(); // [N, R + 1]
      if (single) rounded.set(x);
      const parameters = single ? raw.float32(rounded, [R + 1, K]) : raw.float64(x, [R + 1, K]);
      const added = raw.matMul(features, parameters, dtype); // [N, K]
      const logits =
        given === undefined
          ? added
          : raw.op('AddV2', { T: { dtype } }, [added, single ? given : raw.cast(given, DT.float, DT.double)]);
      // The engine's own kernel keeps its digits where labels are nearly certain, as they are with little penalty.
      const [losses, residuals] =
        single && hasNativeKernels()
          ? raw.op2('CliplabSoftmaxLoss', { T: { dtype } }, [logits, wanted])
          : raw.op2('SparseSoftmaxCrossEntropyWithLogits', { T: { dtype }, Tlabels: { dtype: DT.int32 } }, [
              logits,
              wanted,
            ]);
      const product = raw.matMul(features, residuals, dtype, { a: true }); // [R + 1, K]
      gradient.set(single ? raw.readFloat32(product) : raw.readFloat64(product));
      let value = 0;
      for (const loss of single ? raw.readFloat32(losses) : raw.readFloat64(losses)) value += loss;
      let squares = 0;
      for (let i = 0; i < penalized * K; i++) {
        squares += x[i]! * x[i]!;
        gradient[i] = gradient[i]! + x[i]! / C;
      }
      return { value: value + squares / (2 * C), gradient };
    });

  return {
    functions: (C) => [
      { evaluate: (x, into) => evaluate(x, C, DT.float, into), rounding: 2e-7 },
      { evaluate: (x, into) => evaluate(x, C, DT.double, into), rounding: 1e-15 },
    ],
    // Along the principal axes the Hessian is close to share * spread + 1 / C, the share being the mean of p (1 - p).
    // The newest step tells what it has come to, as Barzilai and Borwein's shorter step does for the identity.
    precondition: (C) => (vector, newest) => {
      let share = (1 / K) * (1 - 1 / K);
      if (newest !== undefined) {
        const { step, change } = newest;
        let along = 0;
        let across = 0;
        for (let r = 0, i = 0; r <= R; r++) {
          const penalty = r < penalized ? 1 / C : 0;
          let squares = 0;
          for (const end = i + K; i < end; i++) {
            const curved = change[i]! - step[i]! * penalty;
            along += step[i]! * curved;
            squares += curved * curved;
          }
          across += squares / (spread[r]! + floor);
        }
        share = Math.max(across / along, 1e-12);
      }
      for (let r = 0, i = 0; r <= R; r++) {
        const inverse = 1 / (share * spread[r]! + (r < penalized ? 1 / C : 0));
        for (const end = i + K; i < end; i++) vector[i] = vector[i]! * inverse;
      }
    },
    dispose: () => freeRawTensors([wanted, ...(given === undefined ? [] : [given])]),
  };
}
