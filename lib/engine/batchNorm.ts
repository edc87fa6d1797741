import { DT, isNative, runOp } from './backend.js';
import { isBfloat16 } from './bfloat16.js';
import { tf, type Tensor, type Tensor1D, type Tensor4D, type Variable } from './tf.js';

/** PyTorch's defaults, which the released ResNets were trained with. */
const EPSILON = 1e-5;
const MOMENTUM = 0.1;

export interface BatchNormParameters {
  /** [C] */
  readonly weight: Tensor1D;
  /** [C] */
  readonly bias: Tensor1D;
  /** [C], updated in place while training. */
  readonly runningMean: Variable;
  /** [C], unbiased variance, updated in place while training. */
  readonly runningVariance: Variable;
}

/**
 * Batch normalisation over N, H and W of x [N, H, W, C] as one native op each way (`FusedBatchNormV3`); x may be bfloat16,
 * the statistics stay float32. Training uses the batch's statistics and moves the running ones a tenth of the way
 * (PyTorch's momentum 0.1); otherwise the running ones are used.
 */
export function batchNorm(x: Tensor4D, parameters: BatchNormParameters, training: boolean): Tensor4D {
  if (!isNative && !training) return plainInference(x, parameters);
  const attributes = {
    T: { dtype: isBfloat16(x) ? DT.bfloat16 : DT.float },
    U: { dtype: DT.float },
    data_format: 'NHWC',
    epsilon: { float: EPSILON },
    is_training: training,
  };
  const { runningMean, runningVariance } = parameters;
  const normalise = tf.customGrad((...args) => {
    const [input, weight, bias] = args as Tensor[];
    const save = args[3] as unknown as (tensors: Tensor[]) => void;
    const [y, mean, variance, ...reserved] = runOp(
      'FusedBatchNormV3',
      { ...attributes, exponential_avg_factor: { float: training ? MOMENTUM : 1 } },
      [input!, weight!, bias!, runningMean, runningVariance],
      6,
    );
    if (training) {
      runningMean.assign(mean!);
      runningVariance.assign(variance!);
    }
    save([input!, weight!, ...reserved]);
    return {
      value: y!,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        runOp('FusedBatchNormGradV3', attributes, [dy, ...saved], 5).slice(0, 3),
    };
  });
  return normalise(x, parameters.weight, parameters.bias) as Tensor4D;
}

function plainInference(x: Tensor4D, { weight, bias, runningMean, runningVariance }: BatchNormParameters): Tensor4D {
  const vector = (v: Variable): Tensor1D => v as unknown as Tensor1D;
  return tf.batchNorm4d(x, vector(runningMean), vector(runningVariance), bias, weight, EPSILON);
}
