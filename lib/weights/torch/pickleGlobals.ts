import type { ReadingBudget } from '../../io/readingBudget.js';
import { DTYPE_BYTES } from '../dtypes.js';
import { shownName } from '../../hub/shownName.js';
import {
  isOpaque,
  type PickledGlobal,
  type PickledKey,
  type PickledOpaque,
  type PickledStorage,
  type PickledValue,
} from './pickleValues.js';

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

/** What a dictionary's item takes of memory, about. */
export const ITEM_BYTES = 48;

/** What is wrong with a pickle; the reader adds the file's name. */
export class PickleFault extends Error {}

const isCount = (value: PickledValue | undefined): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function rebuildTensor(args: readonly PickledValue[]): PickledValue {
  const [storage, offset, shape, strides] = args;
  // Of a type that is not read, such as complex numbers.
  if (isOpaque(storage)) return storage;
  if (typeof storage !== 'object' || storage === null || !('kind' in storage) || storage.kind !== 'storage')
    throw new PickleFault('a tensor without a storage');
  if (!isCount(offset) || !Array.isArray(shape) || !Array.isArray(strides))
    throw new PickleFault('a tensor whose offset, shape or strides are no whole numbers');
  if (shape.length !== strides.length || shape.length > HIGHEST_RANK)
    throw new PickleFault(`a tensor of ${shape.length} axes with ${strides.length} strides`);
  if (!shape.every(isCount) || !strides.every(isCount))
    throw new PickleFault('a tensor whose offset, shape or strides are no whole numbers');
  const count = shape.reduce((product, side) => product * side, 1);
  const last = offset + shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, 0);
  if (count > 0 && last >= storage.count)
    throw new PickleFault(`a tensor that reaches value ${last} of a storage of ${storage.count}`);
  if (count > Math.max(storage.count, MOST_REPEATED))
    throw new PickleFault(`a tensor of ${count} values in a storage of ${storage.count}`);
  return { kind: 'tensor', storage, offset, shape, strides };
}

/**
 * Whether a dictionary here can have it as a key: names and numbers; tuples and objects are keys of nothing that is
 * weights.
 */
export function isKey(value: PickledValue): value is PickledKey {
  return typeof value !== 'object' || value === null;
}

/** Pairs may be many and shared by many dictionaries, so each is counted each time. */
function orderedDict([pairs = []]: readonly PickledValue[], budget: ReadingBudget): PickledValue {
  if (isOpaque(pairs)) return pairs;
  if (pairs instanceof Map) return copyOf([...pairs], budget);
  if (!Array.isArray(pairs)) throw new PickleFault('an OrderedDict that is not made of pairs');
  return copyOf(pairs, budget);
}

function copyOf(pairs: readonly PickledValue[], budget: ReadingBudget): Map<PickledKey, PickledValue> {
  budget.takeEntries(pairs.length);
  budget.takeBytes(ITEM_BYTES * pairs.length);
  const items = new Map<PickledKey, PickledValue>();
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) throw new PickleFault('an OrderedDict that is not made of pairs');
    const [key, value] = pair as [PickledValue, PickledValue];
    if (isKey(key)) items.set(key, value);
  }
  return items;
}

const first = ([value]: readonly PickledValue[]): PickledValue => value ?? null;

/** Everything a pickle may call, and what is done in its place. */
const CALLS: Readonly<Record<string, (args: readonly PickledValue[], budget: ReadingBudget) => PickledValue>> = {
  'collections.OrderedDict': orderedDict,
  'collections.defaultdict': ([, pairs = []], budget) => orderedDict([pairs], budget),
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

/**
 * Names that no training run leaves in a checkpoint and that only harm. Nothing is ever called, whatever it is; a file
 * with one of these is refused all the same, so that its owner learns what it is.
 */
const HARMFUL =
  /^(?:(?:os|posix|nt|subprocess|pty|socket|runpy|importlib|ctypes|shutil|pdb|commands|webbrowser)\.|(?:builtins|__builtin__)\.(?:eval|exec|execfile|compile|open|input|breakpoint|__import__)$)/;

/**
 * A name in a pickle: of what weights are made of, or of what stays unread. @throws PickleFault for one that only harms
 */
export function globalOf(name: string): PickledValue {
  if (HARMFUL.test(name)) throw new PickleFault(`the name ${shownName(name)}`);
  const isKnown = Object.hasOwn(CALLS, name) || Object.hasOwn(STORAGES, name) || isModule(name);
  return { kind: isKnown ? 'global' : 'opaque', name };
}

/** A class that a TorchScript archive brings along. */
export function isModule(name: string): boolean {
  return name.startsWith('__torch__.');
}

/** What a call in a pickle gives; of anything but the names above, a value that nobody looks into. */
export function call({ name }: PickledGlobal, args: readonly PickledValue[], budget: ReadingBudget): PickledValue {
  if (isModule(name) && args.length === 0) return { kind: 'object', state: new Map() };
  return Object.hasOwn(CALLS, name) ? CALLS[name]!(args, budget) : { kind: 'opaque', name };
}

/**
 * The storage a persistent id names: ('storage', class, key, device, values).
 * @throws PickleFault where it is another thing
 */
export function storageOf(id: PickledValue): PickledStorage | PickledOpaque {
  const [tag, type, key, , count] = Array.isArray(id) ? id : [];
  if (tag === 'storage' && isOpaque(type)) return type;
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
