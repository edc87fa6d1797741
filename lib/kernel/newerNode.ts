// What this Node has and the compiler of cells, of early 2023, does not know of: methods that came into ECMAScript
// since.

const TYPED_ARRAYS = ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64'];

const changedCopies = (own: string, item: string, spliced: boolean): string => `
  toReversed(): ${own};
  toSorted(compare?: (a: ${item}, b: ${item}) => number): ${own};
  with(index: number, value: ${item}): ${own};
  ${spliced ? `toSpliced(start: number, deleteCount?: number, ...items: ${item}[]): ${own};` : ''}`;

const COPIES = [
  `interface Array<T> {${changedCopies('T[]', 'T', true)}}`,
  `interface ReadonlyArray<T> {${changedCopies('T[]', 'T', true)}}`,
  ...TYPED_ARRAYS.map((kind) => `interface ${kind}Array {${changedCopies(`${kind}Array`, 'number', false)}}`),
  ...['BigInt64', 'BigUint64'].map(
    (kind) => `interface ${kind}Array {${changedCopies(`${kind}Array`, 'bigint', false)}}`,
  ),
].join('\n');

const WELL_FORMED = 'interface String { isWellFormed(): boolean; toWellFormed(): string; }';

const GROUPS = `
interface ObjectConstructor {
  groupBy<K extends PropertyKey, T>(items: Iterable<T>, key: (item: T, index: number) => K): Partial<Record<K, T[]>>;
}
interface MapConstructor { groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]>; }`;

const RESOLVERS = `
interface PromiseConstructor {
  withResolvers<T>(): {
    promise: Promise<T>;
    resolve: (value: T | PromiseLike<T>) => void;
    reject: (reason?: any) => void;
  };
}`;

const FROM_ASYNC = `
interface ArrayConstructor {
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T | PromiseLike<T>>): Promise<T[]>;
}`;

const SETS = `
interface Set<T> {
  union<U>(other: ReadonlySet<U>): Set<T | U>;
  intersection<U>(other: ReadonlySet<U>): Set<T & U>;
  difference<U>(other: ReadonlySet<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySet<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySet<unknown>): boolean;
  isSupersetOf(other: ReadonlySet<unknown>): boolean;
  isDisjointFrom(other: ReadonlySet<unknown>): boolean;
}`;

/** Declarations of what is there, as a declaration file. */
export const newerNode: string = [
  'toSorted' in Array.prototype && COPIES,
  'toWellFormed' in String.prototype && WELL_FORMED,
  'groupBy' in Object && GROUPS,
  'withResolvers' in Promise && RESOLVERS,
  'fromAsync' in Array && FROM_ASYNC,
  'union' in Set.prototype && SETS,
]
  .filter(Boolean)
  .join('\n');
