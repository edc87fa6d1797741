import { crossEntropy } from '../engine/crossEntropy.js';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../engine/tf.js';

/**
 * Softmax cross-entropy in nats, the mean over pictures that have a class: logits [N, classes], labels [N] int32, -1 where a picture
 * has none. 0, with no gradient, where none has.
 */
export function labelLoss(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.tidy(() => {
    const ids = labels.dataSync<'int32'>();
    const rows = Int32Array.from(ids.keys()).filter((n) => ids[n]! >= 0);
    if (rows.length === 0) return tf.mul(tf.sum(logits), 0) as Scalar;
    const known = tf.tensor1d(
      ids.filter((id) => id >= 0),
      'int32',
    );
    const counted = rows.length === ids.length ? logits : tf.gather(logits, tf.tensor1d(rows, 'int32'));
    return tf.mean(crossEntropy(counted, known));
  });
}
