import { DTYPE_BYTES } from '../dtypes.js';
import type { PickledGlobal, PickledStorage, PickledTensor, PickledValue } from './pickleValues.js';

/** torch's storage classes and what they hold. */
const STORAGES: Readonly<Record<string, string>> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};

/** Ranks above this are not weights. */
const HIGHEST_RANK = 8;
/** A view may repeat its storage's values (a stride of 0), up to so many values. */
const MOST_REPEATED = 2 ** 20;

/** What is wrong with a pickle; the reader adds the file's name. */
export class PickleFault extends Error {}

const isCount = (value: PickledValue | undefined): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function rebuildTensor(args: readonly PickledValue[]): PickledTensor {
  const [storage, offset, shape, strides] = args;
  if (typeof storage !== 'object' || storage === null || !('kind' in storage) || storage.kind !== 'storage')
    throw new PickleFault('a tensor without a storage');
  if (
    !isCount(offset) ||
    !Array.isArray(shape) ||
    !Array.isArray(strides) ||
    !shape.every(isCount) ||
    !strides.every(isCount)
  )
    throw new PickleFault('a tensor whose offset, shape or strides are no whole numbers');
  if (shape.length !== strides.length || shape.length > HIGHEST_RANK)
    throw new PickleFault(`a tensor of ${shape.length} axes with ${strides.length} strides`);
  const count = shape.reduce((product, side) => product * side, 1);
  const last = offset + shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, 0);
  if (count > 0 && last >= storage.count)
    throw new PickleFault(`a tensor that reaches value ${last} of a storage of ${storage.count}`);
  if (count > Math.max(storage.count, MOST_REPEATED))
    throw new PickleFault(`a tensor of ${count} values in a storage of ${storage.count}`);
  return { kind: 'tensor', storage, offset, shape, strides };
}

function orderedDict([pairs = []]: readonly PickledValue[]): PickledValue {
  if (!Array.isArray(pairs) || !pairs.every((pair) => Array.isArray(pair) && pair.length === 2))
    throw new PickleFault('an OrderedDict that is not made of pairs');
  return new Map(pairs as [string, PickledValue][]);
}

const first = ([value]: readonly PickledValue[]): PickledValue => value ?? null;

/** Everything a pickle may call, and what is done in its place. */
const CALLS: Readonly<Record<string, (args: readonly PickledValue[]) => PickledValue>> = {
  'collections.OrderedDict': orderedDict,
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_parameter': first,
  'torch.Size': first,
  'torch.device': first,
  'torch.jit._pickle.build_intlist': first,
  'torch.jit._pickle.build_doublelist': first,
  'torch.jit._pickle.build_boollist': first,
  'torch.jit._pickle.build_tensorlist': first,
  'torch.jit._pickle.restore_type_tag': first,
};

/** Whether a pickle may name this. TorchScript's own classes are plain containers of attributes. */
export function isAllowedGlobal(name: string): boolean {
  return Object.hasOwn(CALLS, name) || Object.hasOwn(STORAGES, name) || isModule(name);
}

/** A class that a TorchScript archive brings along. */
export function isModule(name: string): boolean {
  return name.startsWith('__torch__.');
}

/** @throws PickleFault naming what would have been called */
export function call({ name }: PickledGlobal, args: readonly PickledValue[]): PickledValue {
  if (isModule(name) && args.length === 0) return { kind: 'object', state: new Map() };
  if (!Object.hasOwn(CALLS, name)) throw new PickleFault(`a call of ${name}`);
  return CALLS[name]!(args);
}

/** The storage a persistent id names: ('storage', class, key, device, values). @throws PickleFault where it is another thing */
export function storageOf(id: PickledValue): PickledStorage {
  const [tag, type, key, , count] = Array.isArray(id) ? id : [];
  const dtype =
    typeof type === 'object' &&
    type !== null &&
    'kind' in type &&
    type.kind === 'global' &&
    Object.hasOwn(STORAGES, type.name)
      ? STORAGES[type.name]
      : undefined;
  if (tag !== 'storage' || dtype === undefined || typeof key !== 'string' || !isCount(count))
    throw new PickleFault('a persistent id that is no storage');
  if (!Number.isSafeInteger(count * DTYPE_BYTES[dtype]!)) throw new PickleFault(`a storage of ${count} values`);
  return { kind: 'storage', key, dtype, count };
}
