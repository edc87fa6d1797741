import { tf, type Tensor, type Tensor2D, type Tensor4D } from '../engine/tf.js';

/**
 * softmax(q k' / sqrt(D) + mask), what each query attends to: q [N, heads, Tq, D], k [N, heads, T, D] -> [N, heads, Tq,
 * T]. For observers; the engine's `attention` may never hold them.
 */
export function attentionProbabilities(q: Tensor4D, k: Tensor4D, mask?: Tensor2D): Tensor {
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape[3]));
  return tf.softmax(mask ? tf.add(scores, mask) : scores);
}
