import { toFloat32 } from '../engine/bfloat16.js';
import { tf, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import { attentionPool } from './attentionPool.js';
import type { ImageConfig } from './clipConfig.js';
import { modifiedResNet, modifiedResNetSpec, resNetChannels } from './modifiedResNet.js';
import { linearSpec, trained, type ParameterSpec } from './parameterSpec.js';
import { hiddenLayer, hiddenLayerSpec } from './projection.js';
import type { Scope } from './scope.js';
import { classTokenFeatures, visionTransformer, visionTransformerSpec } from './visionTransformer.js';

/**
 * Pixels [N, S, S, 3], normalized, to features at every position [N, T, width], in the pass's precision; a ViT's class
 * token is first.
 */
export function imageGrid(pixels: Tensor4D, p: Scope, { vision }: ImageConfig): Tensor3D {
  return vision.kind === 'vit' ? visionTransformer(pixels, p, vision) : modifiedResNet(pixels, p, vision);
}

/**
 * What `imageGrid` gives, as one feature vector an image, float32: [N, T, width] -> [N, width], before the projection.
 */
export function poolGrid(grid: Tensor3D, p: Scope, { vision }: ImageConfig): Tensor2D {
  return toFloat32(
    vision.kind === 'vit'
      ? classTokenFeatures(grid, p, vision)
      : attentionPool(grid, p.within('attnpool'), vision.heads),
  );
}

/** Features to the shared space: [N, width] -> [N, embedDim], float32. */
export function projectImage(features: Tensor2D, p: Scope, { vision, projection }: ImageConfig): Tensor2D {
  const last = projection ? hiddenLayer(features, p) : features;
  if (vision.kind === 'vit') return tf.matMul(last, p.variable<Tensor2D>('proj'));
  const output = p.within('attnpool.c_proj');
  return tf.add(tf.matMul(last, output.variable<Tensor2D>('weight'), false, true), output.variable<Tensor1D>('bias'));
}

/** Pixels [N, S, S, 3], normalized, to features, float32: [N, embedDim], or before the projection [N, width]. */
export function imageTower(pixels: Tensor4D, p: Scope, config: ImageConfig, projected: boolean): Tensor2D {
  const features = poolGrid(imageGrid(pixels, p, config), p, config);
  return projected ? projectImage(features, p, config) : features;
}

/** Size of the image tower's features before the projection. */
export function imageWidth({ vision }: ImageConfig): number {
  return vision.kind === 'vit' ? vision.width : resNetChannels(vision);
}

/** Every tensor of the image tower. @throws Error where the configuration's sizes do not divide */
export function imageTowerSpec(config: ImageConfig): ParameterSpec[] {
  const { vision, projection, embedDim } = config;
  const width = imageWidth(config);
  const last = projection?.width ?? width;
  const weight = { kind: 'normal', std: last ** -0.5 } as const;
  return [
    ...(vision.kind === 'vit' ? visionTransformerSpec(vision) : modifiedResNetSpec(vision)),
    ...hiddenLayerSpec(width, projection),
    ...(vision.kind === 'vit'
      ? [trained('proj', [last, embedDim], weight)]
      : linearSpec('attnpool.c_proj', last, embedDim, weight)),
  ];
}
