import { UserError } from '../io/userError.js';
import { tf, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import type { VisionTransformerConfig } from './clipConfig.js';
import { layerNormSpec, trained, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';
import { normalize, transformer, transformerSpec } from './transformer.js';

/**
 * The vision transformer up to its last block (paper sec 2.4; names as in the released checkpoints): pixels [N, S, S,
 * 3], normalized, to tokens [N, 1 + patches, width], the class token first.
 */
export function visionTransformer(pixels: Tensor4D, p: Scope, config: VisionTransformerConfig): Tensor3D {
  const { width: W, patchSize } = config;
  const [N] = pixels.shape;
  const embedded = tf.conv2d(p.cast(pixels), p.weight<Tensor4D>('conv1.weight'), patchSize, 'valid'); // [N, S/P, S/P, W]
  const patches: Tensor3D = tf.reshape(embedded, [N, -1, W]);
  p.observe('patch_embed', () => patches);
  const classToken: Tensor3D = tf.tile(tf.reshape(p.weight('class_embedding'), [1, 1, W]), [N, 1, 1]);
  const tokens = tf.add(tf.concat([classToken, patches], 1), p.weight('positional_embedding')); // [N, T, W]
  const start = normalize(tokens as Tensor3D, p, 'ln_pre', config);
  p.observe('ln_pre', () => start);
  return transformer(start, p, config);
}

/** The class token's features, normalized: tokens [N, 1 + patches, width] -> [N, width], before the projection. */
export function classTokenFeatures(tokens: Tensor3D, p: Scope, config: VisionTransformerConfig): Tensor2D {
  const [N, , W] = tokens.shape;
  const classRow: Tensor2D = tf.reshape(tf.slice(tokens, [0, 0, 0], [N, 1, W]), [N, W]);
  const features = normalize(classRow, p, 'ln_post', config);
  p.observe('ln_post', () => features);
  return features;
}

/** Every tensor of the image tower but its projection. */
export function visionTransformerSpec(config: VisionTransformerConfig): ParameterSpec[] {
  const { width, patchSize, imageSize, heads } = config;
  const side = imageSize / patchSize;
  if (!Number.isInteger(side) || width % heads !== 0)
    throw new UserError(
      `images of ${imageSize} pixels and patches of ${patchSize}, a width of ${width} and ${heads} heads do not go together: ` +
        'give an image size that is a multiple of the patch size, and a width that is a multiple of the heads.',
    );
  const scaled = { kind: 'normal', std: width ** -0.5 } as const;
  return [
    trained('conv1.weight', [width, 3, patchSize, patchSize], { kind: 'normal', std: (3 * patchSize ** 2) ** -0.5 }),
    trained('class_embedding', [width], scaled),
    trained('positional_embedding', [side * side + 1, width], scaled),
    ...layerNormSpec('ln_pre', width),
    ...transformerSpec(config),
    ...layerNormSpec('ln_post', width),
  ];
}
