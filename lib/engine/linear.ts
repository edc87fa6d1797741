import { gelu, quickGelu } from './gelu.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tf.js';

/** activation(x W' + b) over the last axis: x [..., in], weight [out, in], bias [out] -> [..., out]. */
export function linear(x: Tensor, weight: Tensor2D, bias?: Tensor1D, activation?: 'gelu' | 'quick_gelu'): Tensor {
  return tf.tidy(() => {
    const inputs = x.shape[x.rank - 1]!;
    let y: Tensor = tf.matMul(tf.reshape(x, [-1, inputs]), weight, false, true);
    if (bias) y = tf.add(y, bias);
    if (activation === 'gelu') y = gelu(y);
    if (activation === 'quick_gelu') y = quickGelu(y);
    return tf.reshape(y, [...x.shape.slice(0, -1), weight.shape[0]]);
  });
}
