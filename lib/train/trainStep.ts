import { tf, type Scalar, type Tensor, type Variable } from '../engine/tf.js';
import { MAX_LOGIT_SCALE } from '../loss/contrastiveLoss.js';
import { cachedContrastiveGradients, cutPairs } from '../loss/gradientCache.js';
import type { Mode } from '../models/scope.js';
import { applyGradients, type Gradients, type StepResult, type UpdateOptions } from './applyGradients.js';
import type { Objective, ObjectiveBatch } from './objective.js';
import type { TrainingRun } from './trainingRun.js';

export interface StepOptions extends UpdateOptions {
  readonly precision: 'fp32' | 'bf16';
  /** Pairs that are encoded at a time (see `Recipe.chunkSize`). */
  readonly chunkSize?: number | undefined;
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

/**
 * One step of pre-training (paper Figure 3): forward, loss, gradients, clipping, AdamW, and the logit scale kept in
 * 1..100, its log in 0..ln 100 as open_clip keeps it. Where the loss or a gradient is not finite nothing changes, and
 * the result says so.
 * @param draw is asked once for the batch, which is freed
 */
export function trainStep(
  run: TrainingRun,
  objective: Objective,
  draw: () => ObjectiveBatch,
  options: StepOptions,
): StepResult {
  const mode = { training: true, precision: options.precision };
  return tf.tidy(() => {
    const batch = draw();
    const found = batchGradients(run, objective, batch, mode, options.chunkSize);
    tf.dispose({ ...batch });
    const result = applyGradients(run, found, options);
    if (result.fault !== undefined) return result;
    const scale = run.model.parameters.get('logit_scale');
    scale.assign(tf.clipByValue(scale, 0, Math.log(MAX_LOGIT_SCALE)));
    return result;
  });
}
