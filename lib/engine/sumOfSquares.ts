import { DT, runOp } from './backend.js';
import { hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor } from './tf.js';

/** The sum of the squares of all values of all tensors, float32, as one native op. */
export function sumOfSquares(tensors: readonly Tensor[]): number {
  if (tensors.length === 0) return 0;
  return tf.tidy(() => {
    if (hasNativeKernels())
      return runOp('CliplabSumOfSquares', { T: { dtype: DT.float }, N: tensors.length }, tensors)[0]!.dataSync()[0]!;
    return tensors.reduce((sum, tensor) => sum + tf.sum(tf.square(tensor)).dataSync()[0]!, 0);
  });
}
