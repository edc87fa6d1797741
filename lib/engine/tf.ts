import { createRequire } from 'node:module';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs';
import { UserError } from '../io/userError.js';
import { withoutGreeting } from './withoutGreeting.js';

// TensorFlow reads these once, when its library is loaded: errors only on standard error.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';

// tfjs-node 4.22 calls helpers that Node 23 removed.
const legacyUtil = util as unknown as Record<string, unknown>;
legacyUtil['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
legacyUtil['isArray'] ??= Array.isArray;

/** @throws UserError where the library or its binding is missing or does not fit the machine */
function loadTensorflow(): typeof TensorFlow {
  try {
    const require = createRequire(import.meta.url);
    return withoutGreeting(() => require('@tensorflow/tfjs-node-gpu') as typeof TensorFlow);
  } catch (cause) {
    const why = String(cause instanceof Error ? cause.message : cause)
      .trim()
      .split('\n', 1)[0];
    throw new UserError(`TensorFlow does not load (${why}): run \`npm run setup\`, and \`npm run doctor\` says more.`, {
      cause,
    });
  }
}

/** TensorFlow.js on the native engine. Every module takes it from here, so that there is exactly one. */
export const tf = loadTensorflow();

export type {
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Scalar,
  Variable,
  Rank,
  TensorContainer,
} from '@tensorflow/tfjs';
