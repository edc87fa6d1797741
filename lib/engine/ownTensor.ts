import { DT, isNative, nativeBackend, runOp } from './backend.js';
import { tf, type Tensor } from './tf.js';

/** JavaScript's memory begins at multiples of this, in bytes. */
const ALIGNMENT = 16;

/**
 * A tensor with memory of its own: `values` may be overwritten at once. TensorFlow copies what does not begin where its
 * kernels want it to (at a multiple of 64 bytes) and otherwise goes on with JavaScript's memory, so values at an odd
 * offset are copied once and others may be twice.
 */
export function ownTensor(values: Float32Array, shape: readonly number[]): Tensor {
  // Plain JavaScript, which computes until WebAssembly is compiled, would go on with the very array.
  if (!isNative) return tf.tensor(values.slice(), [...shape], 'float32');
  return tf.tidy(() => {
    const tensor: Tensor = tf.tensor(values, [...shape], 'float32');
    // Left with JavaScript until a pass asks for them, the values would not be copied yet.
    nativeBackend().getInputTensorIds([tensor]);
    if (values.byteOffset % ALIGNMENT !== 0) return tensor;
    return runOp('DeepCopy', { T: { dtype: DT.float } }, [tensor])[0]!;
  });
}
