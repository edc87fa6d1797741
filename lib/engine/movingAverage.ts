import { DT, runOp } from './backend.js';
import { mustFit } from './mustFit.js';
import { hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor } from './tf.js';

/**
 * Every average moved by `share` (0..1) of the way to its value, as one native op; both float32, shaped alike. Hands
 * over new tensors.
 * @throws UserError where they are not
 */
export function movingAverage(averages: readonly Tensor[], values: readonly Tensor[], share: number): Tensor[] {
  const alike =
    averages.length === values.length && averages.every(({ shape }, k) => tf.util.arraysEqual(shape, values[k]!.shape));
  mustFit(
    alike,
    () =>
      `A moving average takes a value for every average, shaped alike: ${averages.length} and ${values.length} were given.`,
  );
  if (averages.length === 0) return [];
  return tf.tidy(() => {
    if (!hasNativeKernels())
      return averages.map((average, k) => tf.add(average, tf.mul(tf.sub(values[k]!, average), share)));
    const attributes = { T: { dtype: DT.float }, N: averages.length };
    return runOp('CliplabMovingAverage', attributes, [...averages, ...values, tf.scalar(share)], averages.length);
  });
}
