import { tf, type Tensor } from '../engine/tf.js';

/** The Euclidean norm of all gradients together. */
export function globalNorm(gradients: readonly Tensor[]): number {
  return tf.tidy(() => Math.sqrt(gradients.reduce((sum, g) => sum + tf.sum(tf.square(g)).dataSync()[0]!, 0)));
}

/** The gradients, scaled down together so that their norm is at most `limit`. Hands over new tensors. */
export function clipGradients(gradients: readonly Tensor[], norm: number, limit: number): Tensor[] {
  const factor = Math.min(1, limit / (norm + 1e-6));
  return gradients.map((g) => tf.mul(g, factor));
}
