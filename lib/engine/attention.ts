import { isBfloat16, toBfloat16, toFloat32 } from './bfloat16.js';
import { tf, type Tensor2D, type Tensor4D } from './tf.js';

/** softmax(q k' / sqrt(D) + mask) v: q [N, heads, Tq, D], k and v [N, heads, T, D], mask [Tq, T] -> [N, heads, Tq, D]. */
export function attention(q: Tensor4D, k: Tensor4D, v: Tensor4D, mask?: Tensor2D): Tensor4D {
  return tf.tidy(() => {
    const scaled = tf.mul(toFloat32(tf.matMul(q, k, false, true)), 1 / Math.sqrt(q.shape[3]));
    const weights = tf.softmax(mask ? tf.add(scaled, mask) : scaled) as Tensor4D;
    return tf.matMul(isBfloat16(q) ? toBfloat16(weights) : weights, v);
  });
}
