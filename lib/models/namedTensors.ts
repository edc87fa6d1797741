/** One tensor in memory, float32, row-major. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A checkpoint's tensors by name, in PyTorch's layout. */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/** Elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
