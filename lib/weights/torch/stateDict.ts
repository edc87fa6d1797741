import { isObject, isTensor, type PickledObject, type PickledTensor, type PickledValue } from './pickleValues.js';

/** Attributes that a network's modules may have, counted along every path; more are a trap. */
const MOST_ATTRIBUTES = 1_000_000;
const DEEPEST_MODULE = 32;

/** What a checkpoint's pickle says: its tensors by name, and the kind of file it is. */
export interface StateDict {
  readonly tensors: ReadonlyMap<string, PickledTensor>;
  /** A TorchScript archive, as OpenAI publishes; a training checkpoint with its state dict inside; or that alone. */
  readonly kind: 'torchscript' | 'training-checkpoint' | 'state-dict';
  /** Texts and numbers beside the state dict: epoch, name, ... */
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * A module's tensors by their paths, as `state_dict()` names them; undefined where there are too many. Modules may be shared,
 * so a small file can have endless paths.
 */
function moduleTensors(root: PickledObject): Map<string, PickledTensor> | undefined {
  const tensors = new Map<string, PickledTensor>();
  let attributes = 0;
  const visit = (object: PickledObject, prefix: string, depth: number): boolean => {
    for (const [name, value] of object.state) {
      if (depth > DEEPEST_MODULE || ++attributes > MOST_ATTRIBUTES) return false;
      if (isTensor(value)) tensors.set(`${prefix}${String(name)}`, value);
      else if (isObject(value) && !visit(value, `${prefix}${String(name)}.`, depth + 1)) return false;
    }
    return true;
  };
  return visit(root, '', 0) ? tensors : undefined;
}

/** What wrappers put before every name: DistributedDataParallel and torch.compile, in either order. */
const WRAPPERS = /^(module\.|_orig_mod\.){1,2}/;

function unwrapNames(tensors: Map<string, PickledTensor>): Map<string, PickledTensor> {
  const [first = ''] = tensors.keys();
  const prefix = WRAPPERS.exec(first)?.[0];
  if (prefix === undefined || ![...tensors.keys()].every((name) => name.startsWith(prefix))) return tensors;
  return new Map([...tensors].map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** Finds the tensors in a checkpoint; undefined where there are none. */
export function findStateDict(root: PickledValue): StateDict | undefined {
  if (isObject(root)) {
    const tensors = moduleTensors(root);
    return tensors?.size ? { tensors, kind: 'torchscript', notes: {} } : undefined;
  }
  if (!(root instanceof Map)) return undefined;
  const inner = root.get('state_dict');
  const dict = inner instanceof Map ? inner : root;
  const tensors = new Map(
    [...dict].filter((entry): entry is [string, PickledTensor] => typeof entry[0] === 'string' && isTensor(entry[1])),
  );
  if (tensors.size === 0) return undefined;
  const notes = [...root].filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return {
    tensors: unwrapNames(tensors),
    kind: dict === root ? 'state-dict' : 'training-checkpoint',
    notes: Object.fromEntries(notes.map(([name, value]) => [String(name), String(value as string | number)])),
  };
}
