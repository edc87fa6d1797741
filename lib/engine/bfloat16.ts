import { DT, isNative, nativeBackend, opAttributes, runOp, type NativeBackend, type OpAttribute } from './backend.js';
import { tf, type Tensor } from './tf.js';

/**
 * bfloat16 beneath TensorFlow.js. tfjs has no name for this dtype, so a bfloat16 tensor carries the label `float32`
 * while TensorFlow holds it at 16 bits: half the memory traffic, and the processor's bfloat16 matrix units where it has
 * them. Any tfjs op whose inputs include such a tensor runs in bfloat16 (its other float inputs are cast down),
 * gradients included, so a forward pass is written once and its precision is chosen by casting what goes in.
 */

type Installed = NativeBackend & { bfloat16Installed?: boolean };

function isBfloat16Record(backend: NativeBackend, tensor: Tensor): boolean {
  return backend.tensorMap.get(tensor.dataId).dtype === DT.bfloat16;
}

function castId(backend: NativeBackend, id: number, from: number, to: number): number {
  const attributes = opAttributes({ SrcT: { dtype: from }, DstT: { dtype: to }, Truncate: false });
  return backend.binding.executeOp('Cast', attributes, [id], 1)[0]!.id;
}

function execute(
  backend: NativeBackend,
  name: string,
  attributes: readonly OpAttribute[],
  inputs: readonly Tensor[],
  outputs: number,
): Tensor[] {
  const half = inputs.map((input) => isBfloat16Record(backend, input));
  const ids = backend.getInputTensorIds(inputs);
  const temporary: number[] = [];
  let attrs = attributes;
  if (half.includes(true)) {
    attrs = attributes.map((a) => (a.name === 'T' && a.value === DT.float ? { ...a, value: DT.bfloat16 } : a));
    inputs.forEach((input, k) => {
      if (half[k] || input.dtype !== 'float32') return;
      const id = castId(backend, ids[k]!, DT.float, DT.bfloat16);
      ids[k] = id;
      temporary.push(id);
    });
  }
  try {
    return backend.binding.executeOp(name, attrs, ids, outputs).map((m) => backend.createOutputTensor(m));
  } finally {
    for (const id of temporary) backend.binding.deleteTensor(id);
  }
}

/** Teaches the native backend to carry bfloat16 tensors. Does nothing the second time. */
function install(): NativeBackend {
  const backend = nativeBackend() as Installed;
  if (backend.bfloat16Installed) return backend;
  const createOutputTensor = backend.createOutputTensor.bind(backend);
  const readSync = backend.readSync.bind(backend);
  Object.assign(backend, {
    bfloat16Installed: true,
    createOutputTensor: (metadata: { id: number; shape: number[]; dtype: number }) => {
      const tensor = createOutputTensor(metadata.dtype === DT.bfloat16 ? { ...metadata, dtype: DT.float } : metadata);
      if (metadata.dtype === DT.bfloat16) backend.tensorMap.get(tensor.dataId).dtype = DT.bfloat16;
      return tensor;
    },
    executeSingleOutput: (name: string, attributes: OpAttribute[], inputs: Tensor[]) =>
      execute(backend, name, attributes, inputs, 1)[0],
    executeMultipleOutputs: (name: string, attributes: OpAttribute[], inputs: Tensor[], outputs: number) =>
      execute(backend, name, attributes, inputs, outputs),
    readSync: (dataId: object) => {
      const record = backend.tensorMap.get(dataId);
      if (record?.dtype !== DT.bfloat16) return readSync(dataId);
      const wide = castId(backend, record.id, DT.bfloat16, DT.float);
      try {
        return backend.binding.tensorDataSync(wide);
      } finally {
        backend.binding.deleteTensor(wide);
      }
    },
  });
  return backend;
}

/** Whether TensorFlow holds this tensor in bfloat16. */
export function isBfloat16(tensor: Tensor): boolean {
  return isNative && isBfloat16Record(nativeBackend(), tensor);
}

function cast(x: Tensor, from: number, to: number): Tensor {
  install();
  return runOp('Cast', { SrcT: { dtype: from }, DstT: { dtype: to }, Truncate: false }, [x])[0]!;
}

const down = (x: Tensor): Tensor => cast(x, DT.float, DT.bfloat16);
const up = (x: Tensor): Tensor => cast(x, DT.bfloat16, DT.float);

/** x rounded to bfloat16 (8 bits of mantissa); its gradient comes back in float32. */
export function toBfloat16<T extends Tensor>(x: T): T {
  if (isBfloat16(x)) return x;
  return tf.customGrad((input) => ({
    value: down(input as Tensor),
    gradFunc: (dy: Tensor) => (isBfloat16(dy) ? up(dy) : dy.clone()),
  }))(x) as T;
}

/** x widened to float32; its gradient goes back in bfloat16. A float32 tensor is returned as it is. */
export function toFloat32<T extends Tensor>(x: T): T {
  if (!isBfloat16(x)) return x;
  return tf.customGrad((input) => ({ value: up(input as Tensor), gradFunc: (dy: Tensor) => down(dy) }))(x) as T;
}
