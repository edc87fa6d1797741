import { createRequire } from 'node:module';
import { nativeBackend } from './backend.js';

let present: boolean | undefined;

/**
 * Whether the engine's own kernels (lib/engine/native) run here: TensorFlow on a processor, with the addon that set-up compiles.
 * Elsewhere the same functions are made of TensorFlow.js's operations.
 */
export function hasNativeKernels(): boolean {
  if (present === undefined) {
    try {
      const require = createRequire(import.meta.url);
      const home = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
      require(home.replace(/package\.json$/, 'lib/napi-v8/cliplab_kernels.node'));
      present = !nativeBackend().isUsingGpuDevice;
    } catch {
      present = false;
    }
  }
  return present;
}
