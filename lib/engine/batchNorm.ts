import { storedAs } from './alike.js';
import { DT, isNative, runOp } from './backend.js';
import { isBfloat16 } from './bfloat16.js';
import { hasNativeKernels } from './nativeKernels.js';
import { relu } from './relu.js';
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

/** What is done to the normalized values at once. */
export interface BatchNormFollowers {
  /** Added to them, shaped as x: a residual network's shortcut. */
  readonly shortcut?: Tensor4D;
  /** Negative ones become 0, after the addition. */
  readonly relu?: boolean;
}

/**
 * Batch normalization over N, H and W of x [N, H, W, C], with the addition and the rectifier that may follow it; x may
 * be bfloat16, the statistics stay float32. Training uses the batch's statistics and moves the running ones a tenth of
 * the way (PyTorch's momentum 0.1); otherwise the running ones are used. In training, all of it is one native op each
 * way.
 */
export function batchNorm(
  x: Tensor4D,
  parameters: BatchNormParameters,
  training: boolean,
  followers: BatchNormFollowers = {},
): Tensor4D {
  if (training && hasNativeKernels()) return fused(x, parameters, followers);
  return tf.tidy(() => {
    const normalized =
      isNative || training ? tensorflowBatchNorm(x, parameters, training) : plainInference(x, parameters);
    const added = followers.shortcut ? tf.add<Tensor4D>(normalized, followers.shortcut) : normalized;
    return followers.relu ? relu(added) : added;
  });
}

function fused(x: Tensor4D, parameters: BatchNormParameters, { shortcut, relu = false }: BatchNormFollowers): Tensor4D {
  const { runningMean, runningVariance } = parameters;
  return tf.tidy(() => {
    const attributes = {
      T: { dtype: storedAs(x) },
      epsilon: { float: EPSILON },
      momentum: { float: MOMENTUM },
      relu: relu ? 1 : 0,
      shortcut: shortcut ? 1 : 0,
    };
    const [nothing] = runOp('Cast', { SrcT: { dtype: DT.float }, DstT: { dtype: storedAs(x) }, Truncate: false }, [
      tf.zeros([0]),
    ]);
    const normalize = tf.customGrad((...args) => {
      const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
      const [input, weight, bias, added] = args.slice(0, -1) as Tensor[];
      const inputs = [input!, weight!, bias!, runningMean, runningVariance, added ?? nothing!];
      const [y, mean, scale, nextMean, nextVariance] = runOp('CliplabBatchNorm', attributes, inputs, 5);
      runningMean.assign(nextMean!);
      runningVariance.assign(nextVariance!);
      // Only where something was added does the result say more than x does about what the rectifier let through.
      save([input!, weight!, bias!, mean!, scale!, added ? y! : nothing!]);
      return {
        value: y!,
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const gradients = runOp('CliplabBatchNormGrad', attributes, [dy, ...saved], 4);
          return added ? gradients : gradients.slice(0, 3);
        },
      };
    });
    const { weight, bias } = parameters;
    return (shortcut ? normalize(x, weight, bias, shortcut) : normalize(x, weight, bias)) as Tensor4D;
  });
}

function tensorflowBatchNorm(x: Tensor4D, parameters: BatchNormParameters, training: boolean): Tensor4D {
  const attributes = {
    T: { dtype: isBfloat16(x) ? DT.bfloat16 : DT.float },
    U: { dtype: DT.float },
    data_format: 'NHWC',
    epsilon: { float: EPSILON },
    is_training: training,
  };
  const { runningMean, runningVariance } = parameters;
  const normalize = tf.customGrad((...args) => {
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
    // Only in training does the op leave in its reserves the statistics that it used; else they are memory as it was
    // found.
    save([input!, weight!, ...(training ? reserved : [runningMean, runningVariance, reserved[2]!])]);
    return {
      value: y!,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        runOp('FusedBatchNormGradV3', attributes, [dy, ...saved], 5).slice(0, 3),
    };
  });
  return normalize(x, parameters.weight, parameters.bias) as Tensor4D;
}

function plainInference(x: Tensor4D, { weight, bias, runningMean, runningVariance }: BatchNormParameters): Tensor4D {
  const vector = (v: Variable): Tensor1D => v as unknown as Tensor1D;
  return tf.batchNorm4d(x, vector(runningMean), vector(runningVariance), bias, weight, EPSILON);
}
