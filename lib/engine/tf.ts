import { createRequire } from 'node:module';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs';

// TensorFlow reads these once, when its library is loaded: errors only on standard error.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';

// tfjs-node 4.22 calls helpers that Node 23 removed.
const legacyUtil = util as unknown as Record<string, unknown>;
legacyUtil['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
legacyUtil['isArray'] ??= Array.isArray;

/** TensorFlow.js on the native engine. Every module takes it from here, so that there is exactly one. */
export const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof TensorFlow;

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
