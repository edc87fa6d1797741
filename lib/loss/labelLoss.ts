import { UserError } from '../io/userError.js';
import { requireWhole } from '../io/requireWhole.js';
import { crossEntropy } from '../engine/crossEntropy.js';
import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../engine/tf.js';

/**
 * Softmax cross-entropy in nats, the mean over images that have a class: logits [N, classes], labels [N] int32, -1
 * where an image has none. 0, with no gradient, where none has.
 * @throws UserError where labels do not fit the logits
 * @example
 * const logits = tf.zeros([2, 5]) as Tensor2D;
 * labelLoss(logits, tf.tensor1d([3, -1], 'int32')).dataSync()[0]; // ln 5, of the first image alone
 */
export function labelLoss(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.tidy(() => {
    const [rowCount, classes] = logits.shape;
    if (labels.shape[0] !== rowCount)
      throw new UserError(`${labels.shape[0]} labels for ${rowCount} rows of logits, expected one for each.`);
    const ids = labels.dataSync<'int32'>();
    for (const id of ids) requireWhole(id, 'a label', -1, classes - 1);
    const rows = Int32Array.from(ids.keys()).filter((n) => ids[n]! >= 0);
    if (rows.length === 0) return tf.mul(tf.sum(logits), 0) as Scalar;
    const known = tf.tensor1d(
      ids.filter((id) => id >= 0),
      'int32',
    );
    // A step whose rows all have labels, as nearly every one, copies none.
    const counted = rows.length === ids.length ? logits : tf.gather(logits, tf.tensor1d(rows, 'int32'));
    return tf.mean(crossEntropy(counted, known));
  });
}
