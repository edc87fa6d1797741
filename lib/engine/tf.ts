import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { countableShapes } from './countableShapes.js';
import { loadWebAssembly } from './webAssembly.js';
import { withoutGreeting } from './withoutGreeting.js';

// TensorFlow reads these once, when its library is loaded: errors only on standard error.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';

// tfjs-node 4.22 calls helpers that Node 23 removed, and that the releases before it warn of.
Object.assign(util, {
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isArray: Array.isArray,
});

const require = createRequire(import.meta.url);

interface Engine {
  readonly tf: typeof TensorFlow;
  /** Why TensorFlow does not run; empty where it does. */
  readonly fallbackReason: string;
}

/** @throws Error where the library or its binding is missing or does not fit the machine */
function loadNative(): typeof TensorFlow {
  if (process.env['CLIPLAB_ENGINE'] === 'wasm') throw new Error('CLIPLAB_ENGINE is wasm');
  const home = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  // Its own words for this are advice that does not help here.
  if (!existsSync(join(home, 'lib', 'napi-v8', 'tfjs_binding.node'))) throw new Error('it is not set up');
  return withoutGreeting(() => require('@tensorflow/tfjs-node-gpu') as typeof TensorFlow);
}

function load(): Engine {
  try {
    return { tf: loadNative(), fallbackReason: '' };
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error)
      .trim()
      .split('\n', 1);
    return { tf: loadWebAssembly(reason), fallbackReason: reason };
  }
}

const engine = load();

/**
 * TensorFlow.js on the native engine, or on WebAssembly where that does not run. Every module takes it from here, so
 * that there is exactly one.
 */
export const tf = engine.tf;

/** The tensors in `value`, however deep in objects and arrays; arrays of numbers are not looked through. */
function tensorsIn(value: unknown, found: Tensor[] = [], seen = new Set<object>()): Tensor[] {
  if (value instanceof tf.Tensor) found.push(value as Tensor);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !seen.has(value)) {
    seen.add(value);
    for (const inner of Object.values(value)) tensorsIn(inner, found, seen);
  }
  return found;
}

/**
 * At the end of `tf.tidy` TensorFlow.js looks for tensors in what is returned, and remembers every number of an array
 * that it sees: a microsecond each, and "Set maximum size exceeded" behind 2^24. So it is handed the tensors alone, and
 * `tidy` may return numbers.
 */
function spareNumbers(): void {
  const scopes = tf.engine();
  const endScope = scopes.endScope.bind(scopes);
  scopes.endScope = (result) => endScope(tensorsIn(result));
}

spareNumbers();
if (engine.fallbackReason === '') countableShapes(tf);

/** Why TensorFlow does not run and WebAssembly stands in; empty where it runs. */
export const fallbackReason = engine.fallbackReason;

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
