// The mutation tester runs each test file in a thread of one process. A thread that ends lets go of TensorFlow's addon,
// and the next one would register the native kernels twice, which ends the process: held here, they stay.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import util from 'node:util';

// As lib/engine/tf.ts does, for what Node has removed.
Object.assign(util, {
  isNullOrUndefined: (/** @type {unknown} */ value) => value === null || value === undefined,
  isArray: Array.isArray,
});
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';

const require = createRequire(join(process.cwd(), 'lib', 'engine', 'tf.ts'));
const home = require.resolve('@tensorflow/tfjs-node-gpu/package.json');
require('@tensorflow/tfjs-node-gpu');
try {
  require(home.replace(/package\.json$/, 'lib/napi-v8/cliplab_kernels.node'));
} catch {
  // No native kernels here: their plain twins are tested.
}
