import { toFloat32 } from '../engine/bfloat16.js';
import { tf, type Tensor1D, type Tensor2D, type Tensor4D } from '../engine/tf.js';
import type { ClipConfig } from './clipConfig.js';
import { modifiedResNet, modifiedResNetSpec, resNetChannels } from './modifiedResNet.js';
import { linearSpec, trained, type ParameterSpec } from './parameterSpec.js';
import { hiddenLayer, hiddenLayerSpec } from './projection.js';
import type { Scope } from './scope.js';
import { visionTransformer, visionTransformerSpec } from './visionTransformer.js';

/** Pixels [N, S, S, 3], normalised, to features, float32: [N, embedDim], or before the projection [N, width]. */
export function imageTower(
  pixels: Tensor4D,
  p: Scope,
  { vision, projection }: ClipConfig,
  projected: boolean,
): Tensor2D {
  const features = toFloat32(
    vision.kind === 'vit' ? visionTransformer(pixels, p, vision) : modifiedResNet(pixels, p, vision),
  );
  if (!projected) return features;
  const last = projection ? hiddenLayer(features, p) : features;
  if (vision.kind === 'vit') return tf.matMul(last, p.variable<Tensor2D>('proj'));
  const output = p.within('attnpool.c_proj');
  return tf.add(tf.matMul(last, output.variable<Tensor2D>('weight'), false, true), output.variable<Tensor1D>('bias'));
}

/** Every tensor of the image tower. @throws Error where the configuration's sizes do not divide */
export function imageTowerSpec({ vision, projection, embedDim }: ClipConfig): ParameterSpec[] {
  const width = vision.kind === 'vit' ? vision.width : resNetChannels(vision);
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
