import { linear } from '../engine/linear.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '../engine/tf.js';
import type { Scope } from './scope.js';

/** The scope's linear layer `name` over x [N, T, C], cut into heads for `attention`: [N, heads, T, D]. */
export function projectHeads(x: Tensor3D, p: Scope, name: string, heads: number): Tensor4D {
  const projected: Tensor = linear(x, p.weight<Tensor2D>(`${name}.weight`), p.weight<Tensor1D>(`${name}.bias`));
  const [N, T] = x.shape;
  return tf.transpose<Tensor4D>(tf.reshape(projected, [N, T, heads, -1]), [0, 2, 1, 3]);
}
