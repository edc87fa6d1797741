import { storedAs } from './alike.js';
import { runOp } from './backend.js';
import { hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor } from './tf.js';

function activate<T extends Tensor>(x: T, op: string): T {
  return tf.customGrad((input, save) => {
    const T = { dtype: storedAs(input as Tensor) };
    (save as (tensors: Tensor[]) => void)([input as Tensor]);
    return {
      value: runOp(op, { T }, [input as Tensor])[0]!,
      gradFunc: (dy: Tensor, saved: Tensor[]) => runOp(`${op}Grad`, { T }, [dy, saved[0]!])[0]!,
    };
  })(x) as T;
}

/** x Phi(x), the exact Gaussian error linear unit. Any shape. */
export function gelu<T extends Tensor>(x: T): T {
  if (hasNativeKernels()) return activate(x, 'CliplabGelu');
  return tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)));
}

/** x sigmoid(1.702 x), the approximation that the released CLIPs were trained with. Any shape. */
export function quickGelu<T extends Tensor>(x: T): T {
  if (hasNativeKernels()) return activate(x, 'CliplabQuickGelu');
  return tf.tidy(() => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))));
}
