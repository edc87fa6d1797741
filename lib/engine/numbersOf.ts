import { tf, type Tensor } from './tf.js';

/**
 * The numbers of the tensor that `compute` makes; nothing else that it makes remains. Not `tf.tidy(() => ....dataSync())`: tidy looks
 * for tensors in what it returns, and in an array among its numbers, one by one, which takes longer than most of what is computed.
 */
export function numbersOf(compute: () => Tensor): Float32Array {
  const result = tf.tidy(compute);
  try {
    return result.dataSync<'float32'>();
  } finally {
    result.dispose();
  }
}
