import { tf, type Tensor } from './tf.js';

/** x Phi(x), the exact Gaussian error linear unit. Any shape. */
export function gelu<T extends Tensor>(x: T): T {
  return tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)));
}

/** x sigmoid(1.702 x), the approximation that the released CLIPs were trained with. Any shape. */
export function quickGelu<T extends Tensor>(x: T): T {
  return tf.tidy(() => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))));
}
