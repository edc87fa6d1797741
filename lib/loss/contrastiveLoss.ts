import { UserError } from '../io/userError.js';
import { tf, type Scalar, type Tensor, type Tensor2D } from '../engine/tf.js';

/** The scale of the logits is clipped here, "to prevent training instability" (paper sec 2.5). */
export const MAX_LOGIT_SCALE = 100;

/**
 * x [N, D] with every row of length 1.
 * @example
 * l2Normalize(tf.tensor2d([[3, 4]])).print(); // [[0.6, 0.8]]
 */
export function l2Normalize(x: Tensor2D): Tensor2D {
  return tf.tidy(() => tf.div(x, tf.sqrt(tf.sum(tf.square(x), 1, true))));
}

/** Mean cross-entropy of logits [N, N] whose right class in row k is k. */
function crossEntropyOfDiagonal(logits: Tensor2D, diagonal: Tensor): Scalar {
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), diagonal));
}

/**
 * The symmetric contrastive loss of the paper's Figure 3: of N images and N texts [N, D], features of any length, row k
 * of one belongs to row k of the other. `logScale` is the learned log of the inverse temperature, clipped at ln 100
 * here, in the forward pass. Returns the mean of the two cross-entropies, in nats; ln N says nothing was learned.
 * @throws UserError where there are not as many images as texts, or none
 * @example
 * const images = tf.randomNormal([8, 64]) as Tensor2D;
 * const texts = tf.randomNormal([8, 64]) as Tensor2D;
 * contrastiveLoss(images, texts, tf.scalar(Math.log(1 / 0.07))).dataSync()[0]; // nats
 */
export function contrastiveLoss(imageFeatures: Tensor2D, textFeatures: Tensor2D, logScale: Tensor): Scalar {
  if (imageFeatures.shape.join() !== textFeatures.shape.join() || imageFeatures.rank !== 2 || imageFeatures.size === 0)
    throw new UserError(
      `images [${imageFeatures.shape.join(', ')}] and texts [${textFeatures.shape.join(', ')}] are no pairs, expected [N, D] of both.`,
    );
  return tf.tidy(() => unitContrastiveLoss(l2Normalize(imageFeatures), l2Normalize(textFeatures), logScale));
}

/** The same of features [N, D] that are unit vectors already. */
export function unitContrastiveLoss(images: Tensor2D, texts: Tensor2D, logScale: Tensor): Scalar {
  return tf.tidy(() => {
    const scale = tf.exp(tf.minimum(logScale, Math.log(MAX_LOGIT_SCALE)));
    const logits: Tensor2D = tf.mul(tf.matMul(images, texts, false, true), scale); // [images, texts]
    // Read off the logits rather than computed beside them: the two cross-entropies then end in exact differences.
    const diagonal = tf.sum(tf.mul(logits, tf.eye(logits.shape[0])), 1); // [N]
    const imageLoss = crossEntropyOfDiagonal(logits, diagonal);
    const textLoss = crossEntropyOfDiagonal(tf.transpose(logits), diagonal);
    return tf.mul(tf.add(imageLoss, textLoss), 0.5);
  });
}
