import { createRequire } from 'node:module';
import type * as TensorFlow from '@tensorflow/tfjs';
import { doctorCommand, setupCommand } from '../io/setupCommand.js';

/** What a user should know, said once a process. */
function warning(reason: string): string {
  return (
    `cliplab: TensorFlow does not load (${reason}), so WebAssembly stands in: features, zero-shot and figures come several times slower, in ` +
    `float32 only; training and linear probes do not run. \`${setupCommand()}\` puts TensorFlow in place, and \`${doctorCommand()}\` says more.\n`
  );
}

/**
 * TensorFlow.js without TensorFlow: its WebAssembly backend, and until that is compiled, within the first moments,
 * plain JavaScript.
 * @param reason why TensorFlow does not run, for the warning
 */
export function loadWebAssembly(reason: string): typeof TensorFlow {
  process.stderr.write(warning(reason));
  const require = createRequire(import.meta.url);
  const tf = require('@tensorflow/tfjs') as typeof TensorFlow;
  require('@tensorflow/tfjs-backend-wasm');
  const compile = tf.findBackendFactory('wasm');
  // TensorFlow.js refuses to compute while it waits for a backend; so this one is offered when it is there.
  tf.removeBackend('wasm');
  void tf.setBackend('cpu');
  // With its first tensor it advises to install what has just failed, unless in production.
  tf.env().set('PROD', true);
  tf.scalar(0).dispose();
  tf.env().set('PROD', false);
  void Promise.resolve(compile()).then((backend) => {
    tf.registerBackend('wasm', () => backend);
    void tf.setBackend('wasm');
  });
  return tf;
}
