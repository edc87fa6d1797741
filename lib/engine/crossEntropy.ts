import { DT, isNative, runOp } from './backend.js';
import { mustFit } from './mustFit.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf.js';

/**
 * Cross-entropy of each row of logits with its class, in nats: logits [M, classes] float32, labels [M] int32 -> [M].
 * One native op gives the losses and their gradient together. No gradient for the labels, all of which must be classes.
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Tensor1D {
  if (!isNative) return plain(logits, labels);
  return tf.customGrad((input, save) => {
    const attributes = { T: { dtype: DT.float }, Tlabels: { dtype: DT.int32 } };
    const inputs = [input as Tensor, labels];
    const [losses, slopes] = runOp('SparseSoftmaxCrossEntropyWithLogits', attributes, inputs, 2);
    (save as (tensors: Tensor[]) => void)([slopes!]); // [M, classes]
    return {
      value: losses!,
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(saved[0]!, tf.expandDims(dy, 1)),
    };
  })(logits) as Tensor1D;
}

function plain(logits: Tensor2D, labels: Tensor1D): Tensor1D {
  return tf.tidy(() => {
    const wrong = labels.dataSync().findIndex((label) => !(label >= 0 && label < logits.shape[1]));
    mustFit(
      wrong < 0,
      () => `The label of row ${wrong} must be one of ${logits.shape[1]} classes, 0 to ${logits.shape[1] - 1}.`,
    );
    const right = tf.sum(tf.mul(logits, tf.oneHot(labels, logits.shape[1])), 1);
    return tf.sub(tf.logSumExp(logits, 1), right) as Tensor1D;
  });
}
