/** Gives memory for so many bytes. */
export type Allocate = (bytes: number) => Uint8Array;

/** Memory of its own for everything that is read. */
export const freshMemory: Allocate = (bytes) => new Uint8Array(bytes);

/** Such memory for so many float32. */
export function allocateFloats(allocate: Allocate, count: number): Float32Array {
  const { buffer, byteOffset } = allocate(4 * count);
  return new Float32Array(buffer, byteOffset, count);
}

/**
 * Where tensors are read, widened and put together, one after the other: each in the memory of the one before it, so
 * that a model of any size needs its largest tensor beside it and not what the garbage collector has not come to yet.
 */
export interface ReadingMemory {
  readonly stored: Allocate;
  readonly widened: Allocate;
  readonly assembled: Allocate;
}

/** TensorFlow copies what begins at an odd offset, as these values must be (see `ownTensor`). */
const OFFSET = 8;

/** One stretch of memory, made as large as it may be needed when it is first asked for. */
function reused(mostBytes: number): Allocate {
  let memory: ArrayBuffer | undefined;
  return (bytes) => {
    if (bytes > mostBytes) return freshMemory(bytes);
    memory ??= new ArrayBuffer(OFFSET + mostBytes);
    return new Uint8Array(memory, OFFSET, bytes);
  };
}

/** @param mostBytes of the largest tensor as float32; a larger one (of float64) has memory of its own */
export function createReadingMemory(mostBytes: number): ReadingMemory {
  return { stored: reused(mostBytes), widened: reused(mostBytes), assembled: reused(mostBytes) };
}
