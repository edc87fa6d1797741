import { DT, runOp } from './backend.js';
import { hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor } from './tf.js';

/** Every average moved by `share` (0..1) of the way to its value, as one native op; both float32, shaped alike. Hands over new tensors. */
export function movingAverage(averages: readonly Tensor[], values: readonly Tensor[], share: number): Tensor[] {
  return tf.tidy(() => {
    if (!hasNativeKernels())
      return averages.map((average, k) => tf.add(average, tf.mul(tf.sub(values[k]!, average), share)));
    const attributes = { T: { dtype: DT.float }, N: averages.length };
    return runOp('CliplabMovingAverage', attributes, [...averages, ...values, tf.scalar(share)], averages.length);
  });
}
