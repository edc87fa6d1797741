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
 * Puts binary values back where they belong.
 * @throws RangeError for a path that leads nowhere.
 */
export function unpackState(state: Json, bufferPaths: readonly BufferPath[], buffers: readonly Uint8Array[]): Json {
  const whole = structuredClone(state);
  bufferPaths.forEach((path, k) => {
    let holder: unknown = whole;
    for (const key of path.slice(0, -1)) holder = (holder as Record<string | number, unknown> | undefined)?.[key];
    const last = path.at(-1);
    const bytes = buffers[k];
    if (typeof holder !== 'object' || holder === null || last === undefined || !bytes || last === '__proto__') {
      throw new RangeError(`binary state: no place or no bytes for ${JSON.stringify(path)}`);
    }
    (holder as Record<string | number, unknown>)[last] = bytes;
  });
  return whole;
}
