import type { Json } from '../wireMessage.js';

/** A place inside nested state: keys and list positions. */
export type BufferPath = readonly (string | number)[];

/** State as it travels: JSON without the binary values, and those beside it, each with its place. */
export interface PackedState {
  readonly state: Json;
  readonly bufferPaths: readonly BufferPath[];
  readonly buffers: readonly Uint8Array[];
}

const bytesOf = (value: unknown): Uint8Array | undefined => {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
};

/** Takes the binary values (typed arrays, buffers) out of nested state; in lists `null` holds their place. */
export function packState(state: Json): PackedState {
  const bufferPaths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  const pack = (value: unknown, path: BufferPath): unknown => {
    const bytes = bytesOf(value);
    if (bytes) {
      bufferPaths.push(path);
      buffers.push(bytes);
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, k) => pack(item, [...path, k]) ?? null);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, pack(inner, [...path, key])] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  };
  return { state: pack(state, []) as Json, bufferPaths, buffers };
}

/**
 * What a key or position of nested state leads to; only to what the state itself holds, not to what every object has.
 */
function stepInto(holder: unknown, key: unknown): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  if (typeof key !== 'string' && typeof key !== 'number') return undefined;
  return Object.hasOwn(holder, key) ? (holder as Record<string | number, unknown>)[key] : undefined;
}

/**
 * Whether a binary value may stand there: at a position that a list has, or under any key but that of the prototype.
 */
function mayHold(holder: unknown, key: unknown): holder is object {
  if (typeof holder !== 'object' || holder === null || ArrayBuffer.isView(holder)) return false;
  if (Array.isArray(holder)) return Number.isInteger(key) && Number(key) >= 0 && Number(key) < holder.length;
  return typeof key === 'string' && key !== '__proto__';
}

/**
 * Puts binary values back where they belong.
 * @throws RangeError for a path that leads nowhere, or out of the state.
 */
export function unpackState(state: Json, bufferPaths: readonly BufferPath[], buffers: readonly Uint8Array[]): Json {
  if (typeof state !== 'object' || state === null || !Array.isArray(bufferPaths)) {
    throw new RangeError('binary state: expected an object and a list of paths');
  }
  const whole = structuredClone(state);
  bufferPaths.forEach((path: unknown, k) => {
    const keys: readonly unknown[] = Array.isArray(path) ? path : [];
    const holder = keys.slice(0, -1).reduce(stepInto, whole);
    const last = keys.at(-1);
    const bytes = buffers[k];
    if (!bytes || !mayHold(holder, last)) {
      throw new RangeError(`binary state: no place or no bytes for ${JSON.stringify(path)}`);
    }
    (holder as Record<string | number, unknown>)[last as string | number] = bytes;
  });
  return whole;
}
