import { DT, isNative, runOp } from './backend.js';
import { isBfloat16 } from './bfloat16.js';
import { tf, type Tensor } from './tf.js';

/** max(x, 0), with its gradient as one native op in place of tfjs's three. Any shape; float32 or bfloat16. */
export function relu<T extends Tensor>(x: T): T {
  if (!isNative) return tf.relu(x);
  return tf.customGrad((input, save) => {
    const T = { dtype: isBfloat16(input as Tensor) ? DT.bfloat16 : DT.float };
    const y = runOp('Relu', { T }, [input as Tensor])[0]!;
    (save as (tensors: Tensor[]) => void)([y]);
    return { value: y, gradFunc: (dy: Tensor, saved: Tensor[]) => runOp('ReluGrad', { T }, [dy, saved[0]!])[0]! };
  })(x) as T;
}
