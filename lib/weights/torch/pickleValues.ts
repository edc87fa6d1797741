/** Where a pickled tensor's values lie: a file of the archive, and what it holds. */
export interface PickledStorage {
  readonly kind: 'storage';
  /** Its name in the archive. */
  readonly key: string;
  readonly dtype: string;
  /** Values. */
  readonly count: number;
}

/** A strided view of a storage; offset and strides count values. */
export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: PickledStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The name of a class or function. It is never looked up, only compared. */
export interface PickledGlobal {
  readonly kind: 'global';
  /** Module and name with a dot between. */
  readonly name: string;
}

/** A TorchScript module: the state it was given, by attribute. */
export interface PickledObject {
  readonly kind: 'object';
  state: ReadonlyMap<PickledKey, PickledValue>;
}

/**
 * What is neither weights nor made of them: an optimizer, a namespace, a scalar of NumPy. Nothing is known of it but
 * its maker.
 */
export interface PickledOpaque {
  readonly kind: 'opaque';
  /** Of the class or function that would make it, module and name with a dot between. */
  readonly name: string;
}

export type PickledKey = string | number | bigint | boolean | null;

/** What a pickle of weights is made of, as plain data. Tuples and lists are both arrays. */
export type PickledValue =
  | PickledKey
  | PickledValue[]
  | Map<PickledKey, PickledValue>
  | PickledStorage
  | PickledTensor
  | PickledGlobal
  | PickledObject
  | PickledOpaque;

export function isTensor(value: PickledValue | undefined): value is PickledTensor {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tensor';
}

export function isObject(value: PickledValue | undefined): value is PickledObject {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object';
}

export function isOpaque(value: PickledValue | undefined): value is PickledOpaque {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'opaque';
}
