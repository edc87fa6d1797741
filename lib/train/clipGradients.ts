import { sumOfSquares } from '../engine/sumOfSquares.js';
import type { Tensor } from '../engine/tf.js';

/** The Euclidean norm of all gradients together. */
export function globalNorm(gradients: readonly Tensor[]): number {
  return Math.sqrt(sumOfSquares(gradients));
}

/** What gradients of this norm are multiplied by, all together, so that their norm is at most `limit`. */
export function clippingScale(norm: number, limit: number): number {
  return Math.min(1, limit / (norm + 1e-6));
}
