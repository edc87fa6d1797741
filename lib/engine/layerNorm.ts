import { isBfloat16, toBfloat16, toFloat32 } from './bfloat16.js';
import { tf, type Tensor, type Tensor1D } from './tf.js';

/** x with mean 0 and variance 1 over its last axis, times the gain, plus the bias: x [..., D], gain [D], bias [D] -> [..., D]. */
export function layerNorm(x: Tensor, gain: Tensor1D, bias: Tensor1D, epsilon: number): Tensor {
  return tf.tidy(() => {
    const wide = toFloat32(x);
    const { mean, variance } = tf.moments(wide, -1, true);
    const unit = tf.mul(tf.sub(wide, mean), tf.rsqrt(tf.add(variance, epsilon)));
    const y = tf.add(tf.mul(unit, toFloat32(gain)), toFloat32(bias));
    return isBfloat16(x) ? toBfloat16(y) : y;
  });
}
