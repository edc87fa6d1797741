import type { ReadingBudget } from '../../io/readingBudget.js';
import { MEAN_NAMES, WRAPPER_NAMES } from '../wrapperNames.js';
import {
  isObject,
  isOpaque,
  isTensor,
  type PickledKey,
  type PickledObject,
  type PickledTensor,
  type PickledValue,
} from './pickleValues.js';

/** Attributes that a network's modules may have, counted along every path; more are a trap. */
const MOST_ATTRIBUTES = 1_000_000;
const DEEPEST_MODULE = 32;
/** Names that are longer by far than any network's are slow to tell apart. */
const LONGEST_PATH = 1_000;

/** What a checkpoint's pickle says: its tensors by name, and the kind of file it is. */
export interface StateDict {
  readonly tensors: ReadonlyMap<string, PickledTensor>;
  /** A TorchScript archive, as OpenAI publishes; a training checkpoint with its state dict inside; or that alone. */
  readonly kind: 'torchscript' | 'training-checkpoint' | 'state-dict';
  /** Names of what is no tensor that can be read, with what would have made it. */
  readonly unread: ReadonlyMap<string, string>;
  /** Texts and numbers beside the state dict: epoch, name, ... */
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * A module's tensors by their paths, as `state_dict()` names them; undefined where there are too many. Modules may be
 * shared, so a small file can have endless paths.
 */
function moduleTensors(root: PickledObject, budget: ReadingBudget): Map<string, PickledTensor> | undefined {
  const tensors = new Map<string, PickledTensor>();
  let attributes = 0;
  const visit = (object: PickledObject, prefix: string, depth: number): boolean => {
    for (const [name, value] of object.state) {
      if (depth > DEEPEST_MODULE || ++attributes > MOST_ATTRIBUTES) return false;
      const path = `${prefix}${String(name)}`;
      if (path.length > LONGEST_PATH) return false;
      if (isTensor(value)) {
        budget.takeBytes(2 * path.length);
        tensors.set(path, value);
      } else if (isObject(value) && !visit(value, `${path}.`, depth + 1)) return false;
    }
    return true;
  };
  return visit(root, '', 0) ? tensors : undefined;
}

/** Where training scripts put the state dict: the weights themselves before running means of them. */
const ENVELOPES = [...WRAPPER_NAMES, ...MEAN_NAMES];
const DEEPEST_ENVELOPE = 4;

type Dictionary = ReadonlyMap<PickledKey, PickledValue>;

/** The dictionary that holds the tensors, within its envelopes. */
function openEnvelopes(root: Dictionary, depth = 0): Dictionary | undefined {
  for (const name of depth < DEEPEST_ENVELOPE ? ENVELOPES : []) {
    const inner = root.get(name);
    const found = inner instanceof Map ? openEnvelopes(inner, depth + 1) : undefined;
    if (found) return found;
  }
  for (const [name, value] of root) if (typeof name === 'string' && isTensor(value)) return root;
  return undefined;
}

/**
 * Finds the tensors in a checkpoint, under the names they are saved by; undefined where there are none.
 * @param budget what the reading of the file may cost
 */
export function findStateDict(root: PickledValue, budget: ReadingBudget): StateDict | undefined {
  if (isObject(root)) {
    const tensors = moduleTensors(root, budget);
    return tensors?.size ? { tensors, kind: 'torchscript', notes: {}, unread: new Map() } : undefined;
  }
  if (!(root instanceof Map)) return undefined;
  const dict = openEnvelopes(root) ?? root;
  const tensors = new Map<string, PickledTensor>();
  const unread = new Map<string, string>();
  for (const [name, value] of dict) {
    if (typeof name !== 'string') continue;
    if (isTensor(value)) tensors.set(name, value);
    else if (isOpaque(value)) unread.set(name, value.name);
  }
  const notes = [...root].filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return {
    tensors,
    unread,
    kind: dict === root ? 'state-dict' : 'training-checkpoint',
    notes: Object.fromEntries(notes.map(([name, value]) => [String(name), String(value as string | number)])),
  };
}

/** What a pickle without tensors by name holds in their place: the keys of its dictionary, or its attributes. */
export function keysOf(root: PickledValue): string[] {
  const named = isObject(root) ? root.state : root instanceof Map ? root : new Map<PickledKey, PickledValue>();
  return [...named.keys()].map(String);
}
