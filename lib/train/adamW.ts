import { tf, type Tensor, type Variable } from '../engine/tf.js';

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled: each step shrinks a weight by `learningRate * weightDecay` of itself. */
  readonly weightDecay: number;
}

interface Slot {
  readonly variable: Variable;
  readonly mean: Variable;
  readonly variance: Variable;
  readonly decayed: boolean;
}

/**
 * Adam with decoupled weight decay (paper sec 2.5; Loshchilov and Hutter 2017). Gains, biases and the temperature, which is
 * to say tensors of fewer than two dimensions, are not decayed. It owns its moments until `dispose`.
 */
export interface AdamW {
  /** Updates every variable; gradients are in the order of the variables. `step` counts from 0. */
  apply(gradients: readonly Tensor[], learningRate: number, step: number): void;
  /** The two moments of each variable, in the order of the variables, to save or to restore. */
  moments(): readonly { readonly mean: Variable; readonly variance: Variable }[];
  dispose(): void;
}

function update(
  { variable, mean, variance, decayed }: Slot,
  gradient: Tensor,
  options: AdamWOptions,
  learningRate: number,
  step: number,
): void {
  const { beta1, beta2, epsilon, weightDecay } = options;
  tf.tidy(() => {
    // m += (1 - b1)(g - m) is b1 m + (1 - b1) g with one op less; likewise v.
    mean.assign(tf.add(mean, tf.mul(tf.sub(gradient, mean), 1 - beta1)));
    variance.assign(tf.add(variance, tf.mul(tf.sub(tf.square(gradient), variance), 1 - beta2)));
    const correction1 = 1 - beta1 ** (step + 1);
    const correction2 = 1 - beta2 ** (step + 1);
    // lr (m / c1) / (sqrt(v / c2) + eps), with the constants gathered.
    const root = Math.sqrt(correction2);
    const rate = (learningRate * root) / correction1;
    const change = tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(variance), epsilon * root));
    const kept = decayed ? tf.mul(variable, 1 - learningRate * weightDecay) : variable;
    variable.assign(tf.sub(kept, change));
  });
}

export function createAdamW(variables: readonly Variable[], options: AdamWOptions): AdamW {
  const slots: Slot[] = variables.map((variable) => ({
    variable,
    mean: tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)),
    variance: tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)),
    decayed: variable.rank >= 2,
  }));
  return {
    apply: (gradients, learningRate, step) =>
      slots.forEach((slot, k) => update(slot, gradients[k]!, options, learningRate, step)),
    moments: () => slots,
    dispose: () => slots.forEach(({ mean, variance }) => (mean.dispose(), variance.dispose())),
  };
}
