import { adamWStep } from '../engine/adamWStep.js';
import { tf, type Tensor, type Variable } from '../engine/tf.js';

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled: each step shrinks a weight by `learningRate * weightDecay` of itself. */
  readonly weightDecay: number;
}

/** How one step is taken. */
export interface AdamWStepOptions {
  readonly learningRate: number;
  /** From 0; the correction of the moments' bias needs it. */
  readonly step: number;
  /** Gradients are multiplied by this first: what clips them all together. Default 1. */
  readonly gradientScale?: number;
}

/** The two moments of a variable. */
export interface Moments {
  readonly mean: Variable;
  readonly variance: Variable;
}

/**
 * Adam with decoupled weight decay (paper sec 2.5; Loshchilov and Hutter 2017). Gains, biases and the temperature,
 * which is to say tensors of fewer than two dimensions, are not decayed. It owns its moments until `dispose`.
 */
export interface AdamW {
  /** Updates every variable; gradients are in the order of the variables. */
  apply(gradients: readonly Tensor[], options: AdamWStepOptions): void;
  /** The moments, in the order of the variables, to save or to restore. */
  moments(): readonly Moments[];
  dispose(): void;
}

export function createAdamW(variables: readonly Variable[], options: AdamWOptions): AdamW {
  const zeros = (shape: number[]): Variable => tf.tidy(() => tf.variable(tf.zeros(shape), false));
  const moments: Moments[] = variables.map(({ shape }) => ({ mean: zeros(shape), variance: zeros(shape) }));
  const assign = (targets: readonly Variable[], values: readonly Tensor[]): void =>
    targets.forEach((target, k) => (target.assign(values[k]!), values[k]!.dispose()));
  return {
    apply(gradients, { learningRate, step, gradientScale = 1 }) {
      const means = moments.map(({ mean }) => mean);
      const variances = moments.map(({ variance }) => variance);
      const decay = 1 - learningRate * options.weightDecay;
      const kept = variables.map(({ rank }) => (rank >= 2 ? decay : 1));
      const tensors = { weights: variables, means, variances, gradients };
      const made = adamWStep(tensors, { ...options, learningRate, step, gradientScale, kept });
      assign(variables, made.weights);
      assign(means, made.means);
      assign(variances, made.variances);
    },
    moments: () => moments,
    dispose: () => moments.forEach(({ mean, variance }) => (mean.dispose(), variance.dispose())),
  };
}
