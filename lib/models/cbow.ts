import { tf, type Tensor2D, type Tensor3D } from '../engine/tf.js';
import type { CbowConfig } from './clipConfig.js';
import { trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

const LAYER_NORM_EPSILON = 1e-5;

/** x [N, D] with mean 0 and variance 1 a row, times the gain, plus the bias. */
function layerNorm(x: Tensor2D, p: Scope, name: string): Tensor2D {
  const { mean, variance } = tf.moments(x, 1, true);
  const unit = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON)));
  return tf.add(tf.mul(unit, p.variable(`${name}.weight`)), p.variable(`${name}.bias`));
}

/**
 * The text tower as a bag of words (paper Figure 3, "CBOW"): the mean of the tokens' embeddings, start, end and padding
 * left out, normalised and projected. tokens [N, L] int32, padded with 0, to features [N, embedDim], float32.
 */
export function cbow(tokens: Tensor2D, p: Scope, config: CbowConfig): Tensor2D {
  const { vocabSize, width: W } = config;
  const words: Tensor2D = tf.tidy(() => {
    // The start and end tokens are the vocabulary's last two; id 0 pads (and is "!" elsewhere, which says nothing here).
    const isWord = tf.logicalAnd(tf.greater(tokens, 0), tf.less(tokens, vocabSize - 2));
    const mask = tf.cast(isWord, 'float32'); // [N, L]
    return tf.div(mask, tf.maximum(tf.sum(mask, 1, true), 1));
  });
  const [N, L] = tokens.shape;
  const embedded: Tensor3D = tf.reshape(tf.gather(p.variable('token_embedding.weight'), tokens), [N, L, W]);
  const rows: Tensor3D = tf.reshape(words, [N, 1, L]);
  const mean: Tensor2D = tf.reshape(tf.matMul(rows, embedded), [N, W]);
  return tf.matMul(layerNorm(mean, p, 'ln_final'), p.variable('text_projection'));
}

/** Every tensor of the text tower, named as in the released checkpoints. */
export function cbowSpec({ vocabSize, width }: CbowConfig, embedDim: number): ParameterSpec[] {
  return [
    trained('token_embedding.weight', [vocabSize, width], { kind: 'normal', std: 0.02 }),
    trained('ln_final.weight', [width], { kind: 'ones' }),
    trained('ln_final.bias', [width], { kind: 'zeros' }),
    trained('text_projection', [width, embedDim], { kind: 'normal', std: width ** -0.5 }),
  ];
}
