import { tf, type Scalar, type Tensor2D, type Tensor3D } from '../engine/tf.js';
import { captionDecoder, vocabularyLogits } from '../models/captionDecoder.js';
import type { CaptionDecoderConfig } from '../models/captionDecoderConfig.js';
import type { Scope } from '../models/scope.js';
import { captionLoss, captionTargets, type CaptionTargets } from './captionLoss.js';

/**
 * Logits [M, vocab] of a batch's target tokens, given the images' features [N, P, C] and the captions' tokens [N, L].
 * The vocabulary is the largest product of the pass, so padding takes no part in it.
 */
export function captionLogits(
  grid: Tensor3D,
  tokens: Tensor2D,
  { length, rows }: CaptionTargets,
  p: Scope,
  config: CaptionDecoderConfig,
): Tensor2D {
  return tf.tidy(() => {
    const [N] = tokens.shape;
    const states = captionDecoder(tf.slice(tokens, [0, 0], [N, length]), grid, p, config); // [N, length, W]
    const flat: Tensor2D = tf.reshape(states, [N * length, config.width]);
    return vocabularyLogits(tf.gather(flat, tf.tensor1d(rows, 'int32')), p);
  });
}

/** The loss of writing the captions, tokens [N, L] int32, of N images with features [N, P, C], in nats a token. */
export function imageCaptionLoss(grid: Tensor3D, tokens: Tensor2D, p: Scope, config: CaptionDecoderConfig): Scalar {
  return tf.tidy(() => {
    const targets = captionTargets(tokens);
    return captionLoss(captionLogits(grid, tokens, targets, p, config), targets);
  });
}
