import { alike, storedAs } from './alike.js';
import { runOp } from './backend.js';
import { isBfloat16, toBfloat16, toFloat32 } from './bfloat16.js';
import { mustFit } from './mustFit.js';
import { hasNativeKernels } from './nativeKernels.js';
import { tf, type Tensor, type Tensor1D } from './tf.js';

/**
 * x with mean 0 and variance 1 over its last axis, times the gain, plus the bias: x [..., D], gain [D], bias [D] ->
 * [..., D]. One native op each way; statistics in float32, also where x is bfloat16.
 * @throws UserError where gain or bias is not as long as the last axis
 */
export function layerNorm(x: Tensor, gain: Tensor1D, bias: Tensor1D, epsilon: number): Tensor {
  const D = x.shape.at(-1) ?? 0;
  mustFit(
    D > 0 && gain.size === D && bias.size === D,
    () =>
      `Layer norm takes a gain and a bias as long as the last axis of [${x.shape.join(', ')}], at least 1, and they have ` +
      `${gain.size} and ${bias.size} values.`,
  );
  if (!hasNativeKernels()) return plain(x, gain, bias, epsilon);
  return tf.tidy(() => {
    const inputs = alike([x, gain, bias]);
    const attributes = { T: { dtype: storedAs(inputs[0]) }, epsilon: { float: epsilon } };
    return tf.customGrad((...args) => {
      const [a, g, b] = args as Tensor[];
      (args[3] as unknown as (tensors: Tensor[]) => void)([a!, g!]);
      return {
        value: runOp('CliplabLayerNorm', attributes, [a!, g!, b!])[0]!,
        gradFunc: (dy: Tensor, saved: Tensor[]) => runOp('CliplabLayerNormGrad', attributes, [dy, ...saved], 3),
      };
    })(...inputs);
  });
}

function plain(x: Tensor, gain: Tensor1D, bias: Tensor1D, epsilon: number): Tensor {
  return tf.tidy(() => {
    const wide = toFloat32(x);
    const { mean, variance } = tf.moments(wide, -1, true);
    const unit = tf.mul(tf.sub(wide, mean), tf.rsqrt(tf.add(variance, epsilon)));
    const y = tf.add(tf.mul(unit, toFloat32(gain)), toFloat32(bias));
    return isBfloat16(x) ? toBfloat16(y) : y;
  });
}
