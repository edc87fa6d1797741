import { UserError } from '../../io/userError.js';
import { DTYPE_BYTES } from '../dtypes.js';
import { freshMemory, type Allocate } from '../readingMemory.js';
import type { PickledTensor } from './pickleValues.js';
import type { ZipEntry } from './zipDirectory.js';

/** A strided view is read with what lies between its values, up to so many for each of them. */
const MOST_SKIPPED = 4096;

/** Whether the values lie one after the other in row-major order. Sides of 1 have no say. */
function isContiguous({ shape, strides }: PickledTensor): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis]! > 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}

/** The values of a view of a storage, row-major, in memory of their own, or that `allocate` gives. */
export function readView(tensor: PickledTensor, entry: ZipEntry, allocate: Allocate = freshMemory): Uint8Array {
  const { shape, strides, offset, storage } = tensor;
  const size = DTYPE_BYTES[storage.dtype]!;
  const count = shape.reduce((product, side) => product * side, 1);
  if (count === 0) return new Uint8Array(0);
  if (isContiguous(tensor)) return entry.read(offset * size, count * size, allocate);
  const span = 1 + shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, 0);
  if (span > MOST_SKIPPED * count)
    throw new UserError(
      `${entry.name} holds ${count} values scattered over ${span}; save its tensors contiguous, with torch.save.`,
    );
  const source = entry.read(offset * size, span * size);
  const out = allocate(count * size);
  const index = shape.map(() => 0);
  for (let k = 0, from = 0; k < count; k++) {
    out.set(source.subarray(from * size, (from + 1) * size), k * size);
    // The next index, the last axis first.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      from += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}
