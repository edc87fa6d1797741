import { toFloat32 } from '../engine/bfloat16.js';
import { linear } from '../engine/linear.js';
import { relu } from '../engine/relu.js';
import { tf, type Tensor1D, type Tensor2D } from '../engine/tf.js';
import { prefixed, zeroBiasedLinearSpec, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

/** Size of the space in which views are compared (Chen et al. 2020, sec 2.1). */
const PROJECTED = 128;

/**
 * The head through which self-supervision sees features, thrown away after training (Chen et al. 2020, sec 4.2): [N,
 * width] through one hidden layer with ReLU to [N, 128], float32.
 */
export function viewProjection(features: Tensor2D, p: Scope): Tensor2D {
  return tf.tidy(() => {
    const layer = (x: Tensor2D, name: string): Tensor2D =>
      linear(x, p.weight<Tensor2D>(`${name}.weight`), p.weight<Tensor1D>(`${name}.bias`)) as Tensor2D;
    return toFloat32(layer(relu(layer(p.cast(features), 'hidden')), 'output'));
  });
}

/** Its tensors; the hidden layer is as wide as the features. */
export function viewProjectionSpec(prefix: string, width: number): ParameterSpec[] {
  return prefixed(prefix, [
    ...zeroBiasedLinearSpec('hidden', width, width, { kind: 'normal', std: Math.sqrt(2 / width) }),
    ...zeroBiasedLinearSpec('output', width, PROJECTED, { kind: 'normal', std: width ** -0.5 }),
  ]);
}
