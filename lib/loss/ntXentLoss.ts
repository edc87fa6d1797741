import { isBetween } from '../io/isBetween.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import { crossEntropy } from '../engine/crossEntropy.js';
import { tf, type Scalar, type Tensor2D } from '../engine/tf.js';
import { l2Normalize } from './contrastiveLoss.js';

/** What cosines are divided by, as in SLIP (Mu et al. 2021) and SimCLR's best runs. */
export const NT_XENT_TEMPERATURE = 0.1;

/**
 * SimCLR's loss (Chen et al. 2020, "NT-Xent"): of 2 N views, two an image, each is to find its image's other view among
 * the 2 N - 1 others. views [2 N, D] of any length, image k's are rows k and N + k. The mean over views, in nats; ln(2
 * N - 1) says nothing was learned.
 * @throws UserError where views are no pairs, or the temperature is not above 0
 * @example
 * const views = tf.randomNormal([16, 64]) as Tensor2D; // of 8 images
 * ntXentLoss(views, 0.1).dataSync()[0]; // nats
 */
export function ntXentLoss(views: Tensor2D, temperature = NT_XENT_TEMPERATURE): Scalar {
  if (views.shape[0] % 2 !== 0 || views.size === 0)
    throw new UserError(`views [${views.shape.join(', ')}] are no pairs, expected [2 N, D], two of each image.`);
  if (!isBetween(temperature, 0, Infinity))
    throw new UserError(`the temperature is ${told(temperature)}, expected a number above 0.`);
  return tf.tidy(() => {
    const [V] = views.shape;
    const unit = l2Normalize(views);
    const cosines = tf.matMul(unit, unit, false, true); // [2N, 2N]
    // Itself is no candidate: far enough down for a softmax to give it exactly 0, and finite, so that no gradient is
    // NaN.
    const logits: Tensor2D = tf.sub(tf.div(cosines, temperature), tf.mul(tf.eye(V), 1e9));
    const partners = Int32Array.from({ length: V }, (_, k) => (k + V / 2) % V);
    return tf.mean(crossEntropy(logits, tf.tensor1d(partners, 'int32')));
  });
}
