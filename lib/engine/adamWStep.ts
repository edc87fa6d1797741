import { DT, runOp } from './backend.js';
import { mustFit } from './mustFit.js';
import { hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor } from './tf.js';

/**
 * Of every tensor that is trained, in one order: itself, Adam's two moments and its gradient, shaped alike. All
 * float32.
 */
export interface AdamWTensors {
  readonly weights: readonly Tensor[];
  readonly means: readonly Tensor[];
  readonly variances: readonly Tensor[];
  readonly gradients: readonly Tensor[];
}

export interface AdamWSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Steps taken so far; the correction of the moments' bias needs it. */
  readonly step: number;
  /** Gradients are multiplied by this first. */
  readonly gradientScale: number;
  /** Of each tensor, how much of it a step keeps: 1 - learning rate * decay, or 1. */
  readonly kept: readonly number[];
}

/** What a step makes: new tensors, handed over. */
export type AdamWResult = Omit<{ readonly [K in keyof AdamWTensors]: Tensor[] }, 'gradients'>;

/**
 * One step of Adam with decoupled weight decay (paper sec 2.5; Loshchilov and Hutter 2017) for all tensors at once, as
 * one native op. Changes nothing in place.
 * @throws UserError where there is not one of everything for every tensor, shaped alike
 */
export function adamWStep(tensors: AdamWTensors, settings: AdamWSettings): AdamWResult {
  const { beta1, beta2, step, epsilon } = settings;
  const { weights, means, variances, gradients } = tensors;
  const lists = [means, variances, gradients];
  mustFit(
    [...lists, settings.kept].every(({ length }) => length === weights.length),
    () =>
      `AdamW takes as many moments, gradients and factors as tensors, and of ${weights.length} tensors there are ` +
      `${[...lists, settings.kept].map(({ length }) => length).join(', ')}.`,
  );
  for (const [k, weight] of weights.entries()) {
    const odd = lists.map((list) => list[k]!).find(({ shape }) => !tf.util.arraysEqual(shape, weight.shape));
    mustFit(
      odd === undefined,
      () =>
        `AdamW's weights, moments and gradients must be shaped alike, and tensor ${k} is [${weight.shape.join(', ')}] and ` +
        `[${odd!.shape.join(', ')}].`,
    );
  }
  if (weights.length === 0) return { weights: [], means: [], variances: [] };
  // lr (m / c1) / (sqrt(v / c2) + eps), with the constants gathered.
  const root = Math.sqrt(1 - beta2 ** (step + 1));
  const rate = (settings.learningRate * root) / (1 - beta1 ** (step + 1));
  const gathered = { ...settings, rate, epsilon: epsilon * root };
  return hasNativeKernels() ? fused(tensors, gathered) : plain(tensors, gathered);
}

type Gathered = AdamWSettings & { readonly rate: number };

function fused({ weights, means, variances, gradients }: AdamWTensors, settings: Gathered): AdamWResult {
  const { rate, beta1, beta2, epsilon, gradientScale, kept } = settings;
  const N = weights.length;
  const numbers = [rate, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, gradientScale];
  const factors = [tf.tensor1d([...kept]), tf.tensor1d(numbers)];
  const inputs = [...weights, ...means, ...variances, ...gradients, ...factors];
  const made = runOp('CliplabAdamW', { T: { dtype: DT.float }, N }, inputs, 3 * N);
  tf.dispose(factors);
  return { weights: made.slice(0, N), means: made.slice(N, 2 * N), variances: made.slice(2 * N) };
}

function plain({ weights, means, variances, gradients }: AdamWTensors, settings: Gathered): AdamWResult {
  const { rate, beta1, beta2, epsilon, gradientScale, kept } = settings;
  const made = weights.map((weight, k) =>
    tf.tidy(() => {
      const gradient = tf.mul(gradients[k]!, gradientScale);
      const mean = tf.add(tf.mul(means[k]!, beta1), tf.mul(gradient, 1 - beta1));
      const variance = tf.add(tf.mul(variances[k]!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const change = tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(variance), epsilon));
      return { weight: tf.sub(tf.mul(weight, kept[k]!), change), mean, variance };
    }),
  );
  return {
    weights: made.map(({ weight }) => weight),
    means: made.map(({ mean }) => mean),
    variances: made.map(({ variance }) => variance),
  };
}
