import { DT, nativeBackend, opAttributes } from './backend.js';

/** A tensor by TensorFlow's id, of any dtype. TensorFlow.js does not know of it. */
export type RawTensor = number & { readonly raw: unique symbol };

type Attributes = Parameters<typeof opAttributes>[0];

/**
 * TensorFlow below TensorFlow.js, for float64, which TensorFlow.js has no name for. A tensor of given values may be
 * those very values and no copy: they stay as they are for as long as the tensor is used.
 */
export interface RawTensors {
  float64(values: Float64Array, shape: readonly number[]): RawTensor;
  float32(values: Float32Array, shape: readonly number[]): RawTensor;
  int32(values: Int32Array, shape: readonly number[]): RawTensor;
  /** Between `DT.float` and `DT.double`. */
  cast(x: RawTensor, from: number, to: number): RawTensor;
  /** Runs an op by name, exactly as given. */
  op(name: string, attributes: Attributes, inputs: readonly RawTensor[]): RawTensor;
  /** The same for an op with two outputs. */
  op2(name: string, attributes: Attributes, inputs: readonly RawTensor[]): [RawTensor, RawTensor];
  /** a b, either transposed first, of dtype `type`. */
  matMul(a: RawTensor, b: RawTensor, type: number, transpose?: { a?: boolean; b?: boolean }): RawTensor;
  /** The values of a float64 tensor, which are the caller's own. */
  readFloat64(x: RawTensor): Float64Array;
  /** The values of a float32 tensor, which are the caller's own. */
  readFloat32(x: RawTensor): Float32Array;
  /** Lets a tensor outlive this scope; whoever holds it calls `freeRawTensors`. */
  keep(x: RawTensor): RawTensor;
}

/** Frees tensors that were kept. */
export function freeRawTensors(tensors: readonly RawTensor[]): void {
  const { binding } = nativeBackend();
  for (const id of tensors) binding.deleteTensor(id);
}

/** Runs `work` and frees every tensor it made but did not keep: what `tf.tidy` is to TensorFlow.js. */
export function withRawTensors<T>(work: (raw: RawTensors) => T): T {
  const { binding } = nativeBackend();
  const made = new Set<RawTensor>();
  const add = (id: number): RawTensor => {
    made.add(id as RawTensor);
    return id as RawTensor;
  };
  const run = (name: string, attributes: Attributes, inputs: readonly RawTensor[], outputs: number): RawTensor[] =>
    binding.executeOp(name, opAttributes(attributes), inputs, outputs).map(({ id }) => add(id));
  const one = (name: string, attributes: Attributes, inputs: readonly RawTensor[]): RawTensor =>
    run(name, attributes, inputs, 1)[0]!;
  const raw: RawTensors = {
    // The binding moves no doubles, but it moves their bits as pairs of integers.
    float64(values, shape) {
      const bits = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
      const integers = add(binding.createTensor([...shape, 2], DT.int32, bits));
      return one('Bitcast', { T: { dtype: DT.int32 }, type: { dtype: DT.double } }, [integers]);
    },
    float32: (values, shape) => add(binding.createTensor(shape, DT.float, values)),
    int32: (values, shape) => add(binding.createTensor(shape, DT.int32, values)),
    cast: (x, from, to) => one('Cast', { SrcT: { dtype: from }, DstT: { dtype: to }, Truncate: false }, [x]),
    op: one,
    op2: (name, attributes, inputs) => run(name, attributes, inputs, 2) as [RawTensor, RawTensor],
    matMul: (a, b, type, transpose = {}) =>
      one('MatMul', { T: { dtype: type }, transpose_a: transpose.a === true, transpose_b: transpose.b === true }, [
        a,
        b,
      ]),
    readFloat64(x) {
      const integers = one('Bitcast', { T: { dtype: DT.double }, type: { dtype: DT.int32 } }, [x]);
      const bits = binding.tensorDataSync(integers) as Int32Array;
      // The binding hands over a copy in a buffer of its own; only one that starts where no double can is copied again.
      const { buffer, byteOffset } = bits.byteOffset % 8 === 0 ? bits : bits.slice();
      return new Float64Array(buffer, byteOffset, bits.length / 2);
    },
    readFloat32: (x) => binding.tensorDataSync(x) as Float32Array,
    keep(x) {
      made.delete(x);
      return x;
    },
  };
  try {
    return work(raw);
  } finally {
    freeRawTensors([...made]);
  }
}
