import { sizeOf, type NamedTensor } from '../../models/namedTensors.js';
import { allocateFloats, type Allocate } from '../readingMemory.js';

/** A parameter's name and shape as cliplab and the released checkpoints have them. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
}

/** How a layout stores one parameter: in parts stacked along the first axis, or with its two axes swapped. */
export interface Placement {
  readonly parts: readonly Parameter[];
  readonly transposed: boolean;
}

/** Where a layout has a parameter. */
export type Layout = (parameter: Parameter) => Placement;

/** [rows, columns] to [columns, rows], into `out`. */
function transpose(values: Float32Array, rows: number, columns: number, out: Float32Array): Float32Array {
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c]!;
  return out;
}

/**
 * The parameter that stored parts make; they are read when `data` is, and put together in the memory that `allocate`
 * gives.
 */
export function assemble(
  { shape }: Parameter,
  { transposed }: Placement,
  parts: readonly NamedTensor[],
  allocate: Allocate,
): NamedTensor {
  const floats = (): Float32Array => allocateFloats(allocate, sizeOf(shape));
  return {
    shape,
    get data() {
      if (parts.length === 1) {
        const { data } = parts[0]!;
        return transposed ? transpose(data, shape[1]!, shape[0]!, floats()) : data;
      }
      const whole = floats();
      let at = 0;
      for (const part of parts) {
        const { data } = part;
        whole.set(data, at);
        at += data.length;
      }
      return whole;
    },
  };
}

/** The stored parts of a parameter, the other way round. */
export function takeApart({ shape, data }: NamedTensor, { parts, transposed }: Placement): [string, NamedTensor][] {
  const values = transposed ? transpose(data, shape[0]!, shape[1]!, new Float32Array(data.length)) : data;
  let at = 0;
  return parts.map((part) => {
    const begin = at;
    at += part.shape.reduce((product, side) => product * side, 1);
    return [part.name, { shape: part.shape, data: values.subarray(begin, at) }];
  });
}
