import { UserError } from '../io/userError.js';
import { tf, type Tensor1D, type Tensor2D, type Tensor3D } from '../engine/tf.js';
import { causalMask } from './causalMask.js';
import type { TextTransformerConfig } from './clipConfig.js';
import { endPositions } from './endPositions.js';
import { layerNormSpec, trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';
import { normalize, transformer, transformerSpec } from './transformer.js';

/**
 * The text transformer (paper sec 2.4; names as in the released checkpoints): token ids [N, L] int32 to features [N,
 * width] at each text's end token, before the projection. No position sees a later one, so the batch is cut behind its
 * longest text.
 */
export function textTransformer(tokens: Tensor2D, p: Scope, config: TextTransformerConfig): Tensor2D {
  const { width: W } = config;
  const [N] = tokens.shape;
  const ends = endPositions(tokens, config.endToken);
  const T = Math.max(...ends) + 1;
  const ids: Tensor1D = tf.reshape(tf.slice(tokens, [0, 0], [N, T]), [N * T]);
  const words: Tensor3D = tf.reshape(tf.gather(p.variable('token_embedding.weight'), ids), [N, T, W]);
  const positions: Tensor2D = tf.slice(p.variable<Tensor2D>('positional_embedding'), [0, 0], [T, W]);
  const start: Tensor3D = p.cast(tf.add(words, positions));
  p.observe('embed', () => start);
  const end = transformer(start, p, config, causalMask(T)); // [N, T, W]
  p.observe('ln_final', () => normalize(end, p, 'ln_final', config));
  const rows = tf.tensor1d(
    ends.map((position, n) => n * T + position),
    'int32',
  );
  const atEnds: Tensor2D = tf.gather(tf.reshape(end, [N * T, W]), rows);
  const features = normalize(atEnds, p, 'ln_final', config);
  p.observe('eot', () => features);
  return features;
}

/** Every tensor of the text tower but its projection. */
export function textTransformerSpec(config: TextTransformerConfig): ParameterSpec[] {
  const { vocabSize, contextLength, width, heads } = config;
  if (width % heads !== 0)
    throw new UserError(`a width of ${width} is no multiple of ${heads} heads: change one of them.`);
  return [
    trained('token_embedding.weight', [vocabSize, width], { kind: 'normal', std: 0.02 }),
    trained('positional_embedding', [contextLength, width], { kind: 'normal', std: 0.01 }),
    ...transformerSpec(config),
    ...layerNormSpec('ln_final', width),
  ];
}
