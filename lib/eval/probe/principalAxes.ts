import { DT } from '../../engine/backend.js';
import { freeRawTensors, withRawTensors, type RawTensor, type RawTensors } from '../../engine/rawTensors.js';
import type { Matrix } from '../matrix.js';

/**
 * Features turned to their principal axes: centered, rotated, with a column of ones. A rotation leaves the length of
 * every weight vector as it is and an intercept takes up the center, so a penalized linear model has the same optimum
 * here; but here the curvature is nearly diagonal, and there are no more axes than samples.
 */
export interface PrincipalAxes {
  /** Samples N. */
  readonly rows: number;
  /** Axes R: the smaller of samples and features. */
  readonly count: number;
  /** Sum of squares along each axis [R]. */
  readonly spread: Float64Array;
  /** [N, R + 1] in float32; the last column is 1. */
  readonly float32: RawTensor;
  /** The same in float64, made when first asked for. */
  float64(): RawTensor;
  /** Weights and intercepts of the features [K, D], [K] from those of the axes [R + 1, K]. */
  toFeatures(parameters: Float64Array, K: number): { weights: Matrix; intercepts: Float64Array };
  /** The way back. */
  fromFeatures(weights: Matrix, intercepts: ArrayLike<number>): Float64Array;
  dispose(): void;
}

function center({ data, rows, columns }: Matrix): { centered: Float32Array; mean: Float64Array } {
  const mean = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) mean[i % columns] = mean[i % columns]! + data[i]! / rows;
  return { centered: data.map((value, i) => value - mean[i % columns]!), mean };
}

/** Axes as columns [D, R], float64, and the spread along them. */
function findAxes(
  raw: RawTensors,
  centered: RawTensor,
  N: number,
  D: number,
): { axes: RawTensor; spread: Float64Array } {
  const eigen = (matrix: RawTensor): [RawTensor, RawTensor] =>
    raw.op2('SelfAdjointEigV2', { T: { dtype: DT.double }, compute_v: true }, [matrix]);
  if (N >= D) {
    // The rotation is exact whatever the matrix; float32 only makes the axes a little less principal.
    const products = raw.matMul(centered, centered, DT.float, { a: true }); // [D, D]
    const [values, axes] = eigen(raw.cast(products, DT.float, DT.double));
    return { axes, spread: raw.readFloat64(values).map((value) => Math.max(value, 0)) };
  }
  const wide = raw.cast(centered, DT.float, DT.double);
  const [values, left] = eigen(raw.matMul(wide, wide, DT.double, { b: true })); // [N, N]
  const spread = raw.readFloat64(values);
  const smallest = 1e-12 * spread[N - 1]!;
  const scale = spread.map((value) => (value > smallest ? 1 / Math.sqrt(value) : 0));
  const axes = raw.op('Mul', { T: { dtype: DT.double } }, [
    raw.matMul(wide, left, DT.double, { a: true }), // [D, N]
    raw.float64(scale, [1, N]),
  ]);
  return { axes, spread: spread.map((value) => (value > smallest ? value : 0)) };
}

/** @param features [N, D] with N, D >= 1 */
export function principalAxes(features: Matrix): PrincipalAxes {
  const { rows: N, columns: D } = features;
  const R = Math.min(N, D);
  const { centered, mean } = center(features);
  const appendOnes = (raw: RawTensors, x: RawTensor, dtype: number): RawTensor => {
    const one = raw.float32(new Float32Array(N).fill(1), [N, 1]);
    const ones = dtype === DT.double ? raw.cast(one, DT.float, DT.double) : one;
    const axis = raw.int32(Int32Array.of(1), []);
    return raw.op('ConcatV2', { N: 2, T: { dtype }, Tidx: { dtype: DT.int32 } }, [x, ones, axis]);
  };
  const { float32, axes, spread, source } = withRawTensors((raw) => {
    const source = raw.keep(raw.float32(centered, [N, D]));
    const { axes, spread } = findAxes(raw, source, N, D);
    const rotated = raw.matMul(source, raw.cast(axes, DT.double, DT.float), DT.float); // [N, R]
    return { float32: raw.keep(appendOnes(raw, rotated, DT.float)), axes: raw.keep(axes), spread, source };
  });
  let float64: RawTensor | undefined;

  return {
    rows: N,
    count: R,
    spread,
    float32,
    float64: () =>
      (float64 ??= withRawTensors((raw) => {
        const rotated = raw.matMul(raw.cast(source, DT.float, DT.double), axes, DT.double);
        return raw.keep(appendOnes(raw, rotated, DT.double));
      })),
    toFeatures(parameters, K) {
      const weights = withRawTensors((raw) => {
        const turned = raw.float64(parameters.slice(0, R * K), [R, K]);
        return raw.readFloat64(raw.matMul(turned, axes, DT.double, { a: true, b: true })); // [K, D]
      });
      const intercepts = Float64Array.from({ length: K }, (_, k) => {
        let intercept = parameters[R * K + k]!;
        for (let j = 0; j < D; j++) intercept -= mean[j]! * weights[k * D + j]!;
        return intercept;
      });
      return { weights: { data: Float32Array.from(weights), rows: K, columns: D }, intercepts };
    },
    fromFeatures(weights, intercepts) {
      const K = weights.rows;
      const parameters = new Float64Array((R + 1) * K);
      parameters.set(
        withRawTensors((raw) => {
          const given = raw.float64(Float64Array.from(weights.data), [K, D]);
          return raw.readFloat64(raw.matMul(axes, given, DT.double, { a: true, b: true })); // [R, K]
        }),
      );
      for (let k = 0; k < K; k++) {
        let intercept = intercepts[k]!;
        for (let j = 0; j < D; j++) intercept += mean[j]! * weights.data[k * D + j]!;
        parameters[R * K + k] = intercept;
      }
      return parameters;
    },
    dispose: () => freeRawTensors([float32, axes, source, ...(float64 === undefined ? [] : [float64])]),
  };
}
