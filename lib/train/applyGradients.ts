import { firstNotFinite } from '../io/firstNotFinite.js';
import { type Tensor, type Variable } from '../engine/tf.js';
import type { AdamW } from './adamW.js';
import { clippingScale, globalNorm } from './clipGradients.js';

/** What a step came to. */
export type StepResult = {
  /** Loss before the update, in nats. */
  readonly loss: number;
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: number;
  /** What is not finite, where something is: a weight, a gradient or the loss. */
  readonly fault?: string;
};

export interface UpdateOptions {
  readonly learningRate: number;
  /** Gradients are scaled down to this norm, all together. */
  readonly clipNorm: number;
  /** From 0; Adam's bias correction needs it. */
  readonly step: number;
}

/** A loss and its gradients, in the order of what is trained. */
export interface Gradients {
  readonly loss: number;
  readonly gradients: readonly Tensor[];
}

/** Which weight is not finite, or else of which one the gradient. */
function faultOf(trained: ReadonlyMap<string, Variable>, gradients: readonly Tensor[]): string | undefined {
  const wrong = (tensor: Tensor): boolean => firstNotFinite(tensor.dataSync<'float32'>()) >= 0;
  for (const [name, variable] of trained) if (wrong(variable)) return `the weight ${name} is not finite`;
  const names = [...trained.keys()];
  const at = gradients.findIndex(wrong);
  return at < 0 ? undefined : `the gradient of ${names[at]} is not finite`;
}

/**
 * Clips the gradients and moves what is trained, by AdamW. Where the loss or a gradient is not finite nothing changes,
 * and the result says so.
 * @param trained in the optimizer's order
 */
export function applyGradients(
  { trained, optimizer }: { readonly trained: ReadonlyMap<string, Variable>; readonly optimizer: AdamW },
  { loss, gradients }: Gradients,
  { learningRate, clipNorm, step }: UpdateOptions,
): StepResult {
  const gradientNorm = globalNorm(gradients);
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
    return { loss, gradientNorm, fault: faultOf(trained, gradients) ?? `the loss is ${loss}` };
  optimizer.apply(gradients, { learningRate, step, gradientScale: clippingScale(gradientNorm, clipNorm) });
  return { loss, gradientNorm };
}
