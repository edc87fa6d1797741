import { tf, type Tensor1D, type Tensor2D, type Tensor3D } from '../engine/tf.js';
import type { TextTransformerConfig } from './clipConfig.js';
import { layerNormSpec, trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';
import { normalise, transformer, transformerSpec } from './transformer.js';

/** Where each text ends: the first position of its largest token id, which the end token is. */
function endPositions(tokens: Tensor2D): number[] {
  const ids = tokens.dataSync<'int32'>();
  const [N, L] = tokens.shape;
  return Array.from({ length: N }, (_, n) => {
    const row = ids.subarray(n * L, (n + 1) * L);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  });
}

/** Added to attention scores: 0 for a position and those before it, -Infinity for those after. [T, T] */
function causalMask(T: number): Tensor2D {
  const mask = new Float32Array(T * T);
  for (let row = 0; row < T; row++) mask.fill(-Infinity, row * T + row + 1, (row + 1) * T);
  return tf.tensor2d(mask, [T, T]);
}

/**
 * The text transformer (paper sec 2.4; names as in the released checkpoints): token ids [N, L] int32 to features [N, width] at
 * each text's end token, before the projection. No position sees a later one, so the batch is cut behind its longest text.
 */
export function textTransformer(tokens: Tensor2D, p: Scope, config: TextTransformerConfig): Tensor2D {
  const { width: W } = config;
  const [N] = tokens.shape;
  const ends = endPositions(tokens);
  const T = Math.max(...ends) + 1;
  const ids: Tensor1D = tf.reshape(tf.slice(tokens, [0, 0], [N, T]), [N * T]);
  const words: Tensor3D = tf.reshape(tf.gather(p.variable('token_embedding.weight'), ids), [N, T, W]);
  const positions: Tensor2D = tf.slice(p.variable<Tensor2D>('positional_embedding'), [0, 0], [T, W]);
  const start: Tensor3D = p.cast(tf.add(words, positions));
  p.observe('embed', () => start);
  const end = transformer(start, p, config, causalMask(T)); // [N, T, W]
  p.observe('ln_final', () => normalise(end, p, 'ln_final', config));
  const rows = tf.tensor1d(
    ends.map((position, n) => n * T + position),
    'int32',
  );
  const atEnds: Tensor2D = tf.gather(tf.reshape(end, [N * T, W]), rows);
  const features = normalise(atEnds, p, 'ln_final', config);
  p.observe('eot', () => features);
  return features;
}

/** Every tensor of the text tower but its projection. */
export function textTransformerSpec(config: TextTransformerConfig): ParameterSpec[] {
  const { vocabSize, contextLength, width, heads } = config;
  if (width % heads !== 0) throw new Error(`a width of ${width} needs to be a multiple of ${heads} heads`);
  return [
    trained('token_embedding.weight', [vocabSize, width], { kind: 'normal', std: 0.02 }),
    trained('positional_embedding', [contextLength, width], { kind: 'normal', std: 0.01 }),
    ...transformerSpec(config),
    ...layerNormSpec('ln_final', width),
  ];
}
