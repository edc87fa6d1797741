import { tf, type Scalar } from '../engine/tf.js';

/** Losses learned together: the sum of each times its weight. */
export function weightedSum(terms: readonly (readonly [weight: number, loss: Scalar])[]): Scalar {
  return tf.tidy(() => tf.addN(terms.map(([weight, loss]) => tf.mul(loss, weight))) as Scalar);
}
