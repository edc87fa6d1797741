import { tf, type Scalar, type Tensor, type Variable } from '../engine/tf.js';
import { firstNotFinite } from '../io/firstNotFinite.js';
import { MAX_LOGIT_SCALE } from '../loss/contrastiveLoss.js';
import { cachedContrastiveGradients, cutPairs } from '../loss/gradientCache.js';
import type { Mode } from '../models/scope.js';
import { clippingScale, globalNorm } from './clipGradients.js';
import type { Objective, ObjectiveBatch } from './objective.js';
import type { TrainingRun } from './trainingRun.js';

export interface StepResult {
  /** Loss before the update, in nats, the mean of the batches'. */
  readonly loss: number;
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: number;
  /** What is not finite, where something is: a weight, a gradient or the loss. */
  readonly fault?: string;
}

export interface StepOptions {
  readonly precision: 'fp32' | 'bf16';
  readonly learningRate: number;
  /** Gradients are scaled down to this norm. */
  readonly clipNorm: number;
  /** From 0; Adam's bias correction needs it. */
  readonly step: number;
  /** Pairs that are encoded at a time (see `Recipe.chunkSize`). */
  readonly chunkSize?: number | undefined;
}

interface Gradients {
  readonly loss: number;
  readonly gradients: Tensor[];
}

/** The loss of one batch and its gradients, zeros for what it does not reach. Whoever called frees them. */
function batchGradients(
  run: TrainingRun,
  objective: Objective,
  batch: ObjectiveBatch,
  mode: Mode,
  chunkSize?: number,
): Gradients {
  const variables = [...run.trained.values()];
  const filled = (found: (variable: Variable, k: number) => Tensor | undefined): Tensor[] =>
    variables.map((variable, k) => found(variable, k) ?? tf.zeros(variable.shape));
  if (chunkSize !== undefined && chunkSize < batch.pixels.shape[0]) {
    const pairs = cutPairs(batch.pixels, batch.tokens, chunkSize);
    const { loss, gradients } = cachedContrastiveGradients(run.model, pairs, variables, mode);
    return { loss, gradients: filled((_, k) => gradients[k]) };
  }
  const { value, grads } = tf.variableGrads(() => objective.loss(run.model, run.extra, batch, mode), variables);
  return { loss: (value as Scalar).dataSync()[0]!, gradients: filled((variable) => grads[variable.name]) };
}

/** The mean over batches, drawn one after the other, so that only one is in memory with its activations. */
function accumulated(count: number, draw: (k: number) => Gradients): Gradients {
  let { loss, gradients } = draw(0);
  for (let k = 1; k < count; k++) {
    const next = draw(k);
    loss += next.loss;
    gradients = gradients.map((sum, at) => {
      const added = tf.add(sum, next.gradients[at]!);
      tf.dispose([sum, next.gradients[at]!]);
      return added;
    });
  }
  return { loss: loss / count, gradients };
}

/** Which weight is not finite, or else of which one the gradient. */
function faultOf({ trained }: TrainingRun, gradients: readonly Tensor[]): string | undefined {
  const wrong = (tensor: Tensor): boolean => firstNotFinite(tensor.dataSync<'float32'>()) >= 0;
  for (const [name, variable] of trained) if (wrong(variable)) return `the weight ${name} is not finite`;
  const names = [...trained.keys()];
  const at = gradients.findIndex(wrong);
  return at < 0 ? undefined : `the gradient of ${names[at]} is not finite`;
}

/**
 * One step of pre-training (paper Figure 3): forward, loss, gradients, clipping, AdamW, and the logit scale kept in 1..100, its log in
 * 0..ln 100 as open_clip keeps it.
 * Of several batches the gradients are averaged. Where a loss or a gradient is not finite nothing changes, and the result says so.
 * @param batches each is asked for once, in turn, and freed
 */
export function trainStep(
  run: TrainingRun,
  objective: Objective,
  batches: readonly (() => ObjectiveBatch)[],
  options: StepOptions,
): StepResult {
  const mode = { training: true, precision: options.precision };
  return tf.tidy(() => {
    const { loss, gradients } = accumulated(batches.length, (k) => {
      const batch = batches[k]!();
      const found = batchGradients(run, objective, batch, mode, options.chunkSize);
      tf.dispose({ ...batch });
      return found;
    });
    const norm = globalNorm(gradients) / batches.length;
    if (!Number.isFinite(loss) || !Number.isFinite(norm))
      return { loss, gradientNorm: norm, fault: faultOf(run, gradients) ?? `the loss is ${loss}` };
    const gradientScale = clippingScale(norm, options.clipNorm) / batches.length;
    run.optimizer.apply(gradients, { learningRate: options.learningRate, step: options.step, gradientScale });
    const scale = run.model.parameters.get('logit_scale');
    scale.assign(tf.clipByValue(scale, 0, Math.log(MAX_LOGIT_SCALE)));
    return { loss, gradientNorm: norm };
  });
}
