import { tf, type Tensor2D, type Tensor4D } from '../engine/tf.js';
import { contrastiveLoss, MAX_LOGIT_SCALE } from '../loss/contrastiveLoss.js';
import type { Clip } from '../models/clip.js';
import type { AdamW } from './adamW.js';
import { clippingScale, globalNorm } from './clipGradients.js';

export interface StepResult {
  /** Contrastive loss of the batch before the update, in nats. */
  readonly loss: number;
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: number;
}

export interface StepOptions {
  readonly precision: 'fp32' | 'bf16';
  readonly learningRate: number;
  /** Gradients are scaled down to this norm. */
  readonly clipNorm: number;
  /** From 0; Adam's bias correction needs it. */
  readonly step: number;
}

/**
 * One step of contrastive pre-training (paper Figure 3): forward, loss, gradients, clipping, AdamW, and the logit scale kept
 * at or below 100. A batch whose loss or gradient is not finite changes nothing, and its result says so.
 */
export function trainStep(
  model: Clip,
  optimizer: AdamW,
  pixels: Tensor4D,
  tokens: Tensor2D,
  options: StepOptions,
): StepResult {
  const variables = model.parameters.trainable();
  const mode = { training: true, precision: options.precision };
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () =>
        contrastiveLoss(
          model.encodeImage(pixels, mode),
          model.encodeText(tokens, mode),
          model.parameters.get('logit_scale'),
        ),
      variables,
    );
    const gradients = variables.map((variable) => grads[variable.name]!);
    const loss = value.dataSync()[0]!;
    const gradientNorm = globalNorm(gradients);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return { loss, gradientNorm };
    const gradientScale = clippingScale(gradientNorm, options.clipNorm);
    optimizer.apply(gradients, { learningRate: options.learningRate, step: options.step, gradientScale });
    const scale = model.parameters.get('logit_scale');
    scale.assign(tf.minimum(scale, Math.log(MAX_LOGIT_SCALE)));
    return { loss, gradientNorm };
  });
}
