import { layerNorm } from '../engine/layerNorm.js';
import { tf, type Tensor1D, type Tensor2D, type Tensor3D } from '../engine/tf.js';
import type { CbowConfig } from './clipConfig.js';
import { layerNormSpec, trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

const LAYER_NORM_EPSILON = 1e-5;

/**
 * The text tower as a bag of words (paper Figure 3, "CBOW"): the mean of the tokens' embeddings, start, end and padding
 * left out, normalized. tokens [N, L] int32, padded with 0, to features [N, width], float32, before the projection.
 */
export function cbow(tokens: Tensor2D, p: Scope, config: CbowConfig): Tensor2D {
  const { vocabSize, width: W } = config;
  const words: Tensor2D = tf.tidy(() => {
    // The start and end tokens are the vocabulary's last two; id 0 pads (and is "!" elsewhere, which says nothing
    // here).
    const isWord = tf.logicalAnd(tf.greater(tokens, 0), tf.less(tokens, vocabSize - 2));
    const mask = tf.cast(isWord, 'float32'); // [N, L]
    return tf.div(mask, tf.maximum(tf.sum(mask, 1, true), 1));
  });
  const [N, L] = tokens.shape;
  const embedded: Tensor3D = tf.reshape(tf.gather(p.variable('token_embedding.weight'), tokens), [N, L, W]);
  const rows: Tensor3D = tf.reshape(words, [N, 1, L]);
  const mean: Tensor2D = tf.reshape(tf.matMul(rows, embedded), [N, W]);
  p.observe('mean', () => mean);
  const ln = p.within('ln_final');
  return layerNorm(
    mean,
    ln.variable<Tensor1D>('weight'),
    ln.variable<Tensor1D>('bias'),
    LAYER_NORM_EPSILON,
  ) as Tensor2D;
}

/** Every tensor of the text tower but its projection, named as in the released checkpoints. */
export function cbowSpec({ vocabSize, width }: CbowConfig): ParameterSpec[] {
  return [
    trained('token_embedding.weight', [vocabSize, width], { kind: 'normal', std: 0.02 }),
    ...layerNormSpec('ln_final', width),
  ];
}
