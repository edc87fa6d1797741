import { relu } from '../engine/relu.js';
import { tf, type Tensor1D, type Tensor2D } from '../engine/tf.js';
import type { MlpProjectionConfig } from './clipConfig.js';
import { linearSpec, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

/** Our own name: the released models project linearly and have no such layer. */
const HIDDEN = 'projection_hidden';

/**
 * The hidden layer of a non-linear projection (paper sec 2.3; Chen et al. 2020, sec 4.2): [N, width] -> [N, hidden],
 * ReLU.
 */
export function hiddenLayer(features: Tensor2D, p: Scope): Tensor2D {
  const hidden: Tensor2D = tf.matMul(features, p.variable<Tensor2D>(`${HIDDEN}.weight`), false, true);
  return relu(tf.add(hidden, p.variable<Tensor1D>(`${HIDDEN}.bias`)));
}

/** Its tensors, where there is one. */
export function hiddenLayerSpec(width: number, config?: MlpProjectionConfig): ParameterSpec[] {
  return config ? linearSpec(HIDDEN, width, config.width, { kind: 'normal', std: Math.sqrt(2 / width) }) : [];
}
