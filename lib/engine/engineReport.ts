import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { hasBfloat16Hardware } from './bfloat16Hardware.js';

/** What computes here, and with what. */
export interface EngineReport {
  /** Whether TensorFlow loads and multiplies two matrices right. */
  readonly runs: boolean;
  /** Why it does not run, in the loader's words; empty where it does. */
  readonly problem: string;
  /** Version of the TensorFlow library; empty where it does not load. */
  readonly tensorflow: string;
  /** Version of TensorFlow.js; empty where it does not load. */
  readonly tfjs: string;
  readonly device: 'cpu' | 'gpu' | 'none';
  readonly processor: string;
  /** Processors that this process may use, which is how many threads an operation is spread over. */
  readonly threads: number;
  /** Whether the processor multiplies bfloat16 itself; without it bfloat16 saves no time. */
  readonly bfloat16InHardware: boolean;
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
}

type Tried = Pick<EngineReport, 'runs' | 'problem' | 'tensorflow' | 'tfjs' | 'device'>;

const ABSENT = { runs: false, tensorflow: '', tfjs: '', device: 'none' } as const;

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n', 1)[0] ?? '';
}

async function tryEngine(): Promise<Tried> {
  try {
    // Here and not above: this report is for when it does not load.
    const { fallbackReason, tf } = await import('./tf.js');
    if (fallbackReason) return { ...ABSENT, problem: fallbackReason };
    const product = tf.tidy(() =>
      tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync(),
    );
    const runs = product.join() === '19,22,43,50';
    const backend = tf.backend() as unknown as { binding: { TF_Version: string }; isUsingGpuDevice: boolean };
    return {
      runs,
      problem: runs ? '' : `it multiplied two matrices to ${product.join()}`,
      tensorflow: backend.binding.TF_Version,
      tfjs: tf.version['tfjs-core'] ?? '',
      device: backend.isUsingGpuDevice ? 'gpu' : 'cpu',
    };
  } catch (error) {
    return { ...ABSENT, problem: firstLine(error instanceof Error ? (error.cause ?? error) : error) };
  }
}

/** Loads the engine, if it can be loaded, and says what it runs on. Never throws. */
export async function engineReport(): Promise<EngineReport> {
  return {
    ...(await tryEngine()),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    threads: availableParallelism(),
    bfloat16InHardware: hasBfloat16Hardware(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
  };
}
