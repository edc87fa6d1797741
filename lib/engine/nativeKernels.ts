import { createRequire } from 'node:module';
import { oneDnnKnowsBfloat16 } from './bfloat16Hardware.js';
import { DT, isNative, nativeBackend, runOp } from './backend.js';
import { tf } from './tf.js';

/** A capability is tried once a process. */
function once(attempt: () => boolean): () => boolean {
  let answer: boolean | undefined;
  return () => {
    try {
      answer ??= attempt();
    } catch {
      answer = false;
    }
    return answer;
  };
}

/**
 * Whether the engine's own kernels (lib/engine/native) run here: TensorFlow on a processor, with the addon that set-up
 * compiles. Elsewhere the same functions are made of TensorFlow.js's operations.
 */
export const hasNativeKernels = once(() => {
  if (!isNative) return false;
  const require = createRequire(import.meta.url);
  const home = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
  require(home.replace(/package\.json$/, 'lib/napi-v8/cliplab_kernels.node'));
  return !nativeBackend().isUsingGpuDevice;
});

/** Attributes of oneDNN's matrix product x W' with what `fused` names done to each result while it is at hand. */
export function fusedMatMulAttributes(T: number, fused: readonly string[]): Parameters<typeof runOp>[1] {
  return {
    T: { dtype: T },
    transpose_b: true,
    num_args: 1,
    // The binding makes a list of strings of it (native/string_list.h).
    fused_ops: fused.map((name) => `\x1f${name}`).join(''),
    _kernel: 'MklNameChangeOp',
  };
}

/** Whether TensorFlow has oneDNN's fused matrix product (`_MklNativeFusedMatMul`): on x86 processors it does. */
export const hasFusedMatMul = once(
  () =>
    hasNativeKernels() &&
    tf.tidy(() => {
      const attributes = fusedMatMulAttributes(DT.float, ['BiasAdd']);
      const one = tf.ones([1, 1]);
      return runOp('_MklNativeFusedMatMul', attributes, [one, one, tf.ones([1])])[0]!.dataSync()[0] === 2;
    }),
);

/** Whether that product takes bfloat16 too. */
export const hasFusedBfloat16MatMul = once(() => hasFusedMatMul() && oneDnnKnowsBfloat16());
