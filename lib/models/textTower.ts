import { toFloat32 } from '../engine/bfloat16.js';
import { tf, type Tensor2D } from '../engine/tf.js';
import { cbow, cbowSpec } from './cbow.js';
import type { ClipConfig } from './clipConfig.js';
import { trained, type ParameterSpec } from './parameterSpec.js';
import { hiddenLayer, hiddenLayerSpec } from './projection.js';
import type { Scope } from './scope.js';
import { textTransformer, textTransformerSpec } from './textTransformer.js';

/** Token ids [N, L] int32 to features, float32: [N, embedDim], or before the projection [N, width]. */
export function textTower(tokens: Tensor2D, p: Scope, { text, projection }: ClipConfig, projected: boolean): Tensor2D {
  const features = toFloat32(text.kind === 'transformer' ? textTransformer(tokens, p, text) : cbow(tokens, p, text));
  if (!projected) return features;
  const last = projection ? hiddenLayer(features, p) : features;
  return tf.matMul(last, p.variable<Tensor2D>('text_projection'));
}

/** Every tensor of the text tower. @throws Error where the configuration's sizes do not divide */
export function textTowerSpec({ text, projection, embedDim }: ClipConfig): ParameterSpec[] {
  const last = projection?.width ?? text.width;
  return [
    ...(text.kind === 'transformer' ? textTransformerSpec(text) : cbowSpec(text)),
    ...hiddenLayerSpec(text.width, projection),
    trained('text_projection', [last, embedDim], { kind: 'normal', std: last ** -0.5 }),
  ];
}
