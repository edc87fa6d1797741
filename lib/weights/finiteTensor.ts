import { areFinite } from '../io/areFinite.js';
import { firstNotFinite } from '../io/firstNotFinite.js';
import { UserError } from '../io/userError.js';
import type { NamedTensor, NamedTensors } from '../models/namedTensors.js';

/**
 * Refuses weights that are not finite: a single NaN makes every feature NaN, which comparisons then pass over in
 * silence.
 * @param describe names the tensor and its file
 * @param dtype what it is stored as; F16 ends at 65,504, and what overflowed it is infinite
 * @throws UserError naming the tensor, the first such value and how many there are
 */
export function checkFinite(values: Float32Array, describe: () => string, dtype?: string): void {
  if (areFinite(values)) return;
  const first = firstNotFinite(values);
  const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
  const overflow = dtype === 'F16' && values.every((value) => !Number.isNaN(value));
  throw new UserError(
    `${describe()} holds ${values[first]} at position ${first} (${count} of ${values.length} values are not finite): ` +
      (overflow
        ? 'F16 ends at 65504 and it overflowed when it was saved; save it as F32 or BF16.'
        : 'finite weights were expected; fetch or train it again.'),
  );
}

/** The tensor, checked whenever its values are read. @throws UserError from its `data`, see `checkFinite` */
export function finiteTensor(tensor: NamedTensor, describe: () => string, dtype?: string): NamedTensor {
  return {
    shape: tensor.shape,
    get data() {
      const { data } = tensor;
      checkFinite(data, describe, dtype);
      return data;
    },
  };
}

/** @throws UserError naming the first tensor of a file whose values are not all finite */
export function checkAllFinite(tensors: NamedTensors, path: string): void {
  for (const [name, { data }] of tensors) checkFinite(data, () => `${name} in ${path}`);
}
