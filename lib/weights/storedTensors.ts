import type { NamedTensor } from '../models/namedTensors.js';
import { toFloat32 } from './dtypes.js';
import { freshMemory, type Allocate, type ReadingMemory } from './readingMemory.js';

/** A tensor that stays in its file until it is asked for. */
export interface StoredTensor {
  /** Named as in safetensors: F32, F16, BF16, ... */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Reads the values, row-major, little-endian, into memory of their own, or that `allocate` gives. */
  readonly bytes: (allocate?: Allocate) => Uint8Array;
}

/** The tensors of one or several files, under the names these have for them. */
export interface StoredTensors {
  /** The file to name when something is wrong. */
  readonly path: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** What the files say about themselves. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What is saved among the tensors and cannot be read, with the name of what would make it. */
  readonly unread?: ReadonlyMap<string, string>;
  close(): void;
}

const OWN = { stored: freshMemory, widened: freshMemory };

/**
 * A stored tensor as float32; `data` is read from the file at every access, into memory of its own or that of `memory`.
 */
export function widened(
  stored: StoredTensor,
  name: string,
  path: string,
  memory: Pick<ReadingMemory, 'stored' | 'widened'> = OWN,
): NamedTensor {
  return {
    shape: stored.shape,
    get data() {
      return toFloat32(stored.dtype, stored.bytes(memory.stored), () => `${name} in ${path}`, memory.widened);
    },
  };
}
