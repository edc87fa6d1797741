import { toFloat32 } from '../engine/bfloat16.js';
import { linear } from '../engine/linear.js';
import { tf, type Tensor1D, type Tensor2D } from '../engine/tf.js';
import { zeroBiasedLinearSpec, type ParameterSpec } from './parameterSpec.js';
import type { Scope } from './scope.js';

/** A linear classifier over features: [N, width] -> logits [N, classes], float32. */
export function linearHead(features: Tensor2D, p: Scope, name: string): Tensor2D {
  return tf.tidy(() => {
    const head = p.within(name);
    return toFloat32(
      linear(p.cast(features), head.weight<Tensor2D>('weight'), head.weight<Tensor1D>('bias')),
    ) as Tensor2D;
  });
}

/** Its tensors. It starts small, so that at first every class is nearly as likely as another. */
export function linearHeadSpec(name: string, width: number, classes: number): ParameterSpec[] {
  return zeroBiasedLinearSpec(name, width, classes, { kind: 'normal', std: 0.02 });
}
