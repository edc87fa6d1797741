import { doctorCommand, setupCommand } from '../io/setupCommand.js';
import { UserError } from '../io/userError.js';
import { fallbackReason, tf, type Tensor } from './tf.js';

/** TensorFlow's own numbers for its dtypes. */
export const DT = { float: 1, double: 2, int32: 3, uint8: 4, bfloat16: 14 } as const;

export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface OutputMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

interface TensorRecord {
  shape: number[];
  dtype: number;
  id: number;
  values: ArrayLike<number> | null;
  refCount: number;
}

/** The part of tfjs-node's backend that lib/engine builds on. */
export interface NativeBackend {
  readonly binding: {
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_FLOAT: number;
    executeOp(
      name: string,
      attributes: readonly OpAttribute[],
      inputIds: readonly number[],
      outputs: number,
    ): OutputMetadata[];
    createTensor(shape: readonly number[], dtype: number, values: ArrayLike<number>): number;
    deleteTensor(id: number): void;
    tensorDataSync(id: number): ArrayLike<number>;
  };
  readonly tensorMap: { get(dataId: object): TensorRecord; set(dataId: object, record: TensorRecord): void };
  readonly isUsingGpuDevice: boolean;
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  createOutputTensor(metadata: OutputMetadata): Tensor;
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
  readSync(dataId: object): ArrayLike<number>;
}

/** Whether TensorFlow runs here, and not TensorFlow.js alone. */
export const isNative = fallbackReason === '';

/** The native backend of this process. @throws UserError where TensorFlow does not run */
export function nativeBackend(): NativeBackend {
  if (!isNative)
    throw new UserError(
      `This needs TensorFlow, which does not load (${fallbackReason}): run \`${setupCommand()}\`, and \`${doctorCommand()}\` says more.`,
    );
  return tf.backend() as unknown as NativeBackend;
}

/** Attributes of a TensorFlow op, from plain values. Types are given as `{ dtype: DT.float }`. */
export function opAttributes(
  values: Record<string, number | number[] | string | boolean | { float: number } | { dtype: number }>,
): OpAttribute[] {
  const { binding } = nativeBackend();
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === 'boolean') return { name, type: binding.TF_ATTR_BOOL, value };
    if (typeof value === 'string') return { name, type: binding.TF_ATTR_STRING, value };
    if (typeof value === 'number' || Array.isArray(value)) return { name, type: binding.TF_ATTR_INT, value };
    if ('dtype' in value) return { name, type: binding.TF_ATTR_TYPE, value: value.dtype };
    return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  });
}

/** An op's input that is no tensor of TensorFlow.js, e.g. uint8. */
export interface OpArray {
  readonly shape: readonly number[];
  /** TensorFlow's own number, see `DT`. */
  readonly dtype: number;
  readonly values: ArrayLike<number>;
}

/** As `runOp` with one output, on plain arrays. @throws UserError where a shape cannot be */
export function runOpOnArrays(
  name: string,
  attributes: Parameters<typeof opAttributes>[0],
  inputs: readonly OpArray[],
): Tensor {
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = inputs.map(({ shape, dtype, values }) => binding.createTensor(shape, dtype, values));
  try {
    return backend.createOutputTensor(binding.executeOp(name, opAttributes(attributes), ids, 1)[0]!);
  } finally {
    for (const id of ids) binding.deleteTensor(id);
  }
}

/**
 * Runs one TensorFlow op by name, exactly as given: no casts, no gradient.
 * @throws TensorFlow's own error where the op, an attribute or an input does not fit
 */
export function runOp(
  name: string,
  attributes: Parameters<typeof opAttributes>[0],
  inputs: readonly Tensor[],
  outputs = 1,
): Tensor[] {
  const backend = nativeBackend();
  return backend.binding
    .executeOp(name, opAttributes(attributes), backend.getInputTensorIds(inputs), outputs)
    .map((metadata) => backend.createOutputTensor(metadata));
}
