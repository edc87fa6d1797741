import { createHash } from 'node:crypto';
import { firstNotFinite } from '../../io/firstNotFinite.js';
import type { Matrix } from '../matrix.js';

const HEAD_BYTES = 12;
const HASH_BYTES = 32;

/** Rows as they stand in a cache, with the place of the first of them in the whole matrix. */
export interface RowBlock {
  readonly first: number;
  readonly rows: Matrix;
  /** Bytes of the file that it takes. */
  readonly bytes: number;
}

/**
 * Rows for a cache: their first one's place, the numbers of rows and columns, the float32 rows, and the SHA-256 of all
 * that.
 */
export function encodeRowBlock(first: number, { data, rows, columns }: Matrix): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  for (const [k, number] of [first, rows, columns].entries()) head.writeUInt32LE(number, 4 * k);
  const body = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([head, body, digest(head, body)]);
}

/** The block that begins at a byte of a file; undefined where none does, or one that is torn, altered or not finite. */
export function decodeRowBlock(file: Uint8Array, at = 0): RowBlock | undefined {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (at + HEAD_BYTES + HASH_BYTES > view.length) return undefined;
  const head = view.subarray(at, at + HEAD_BYTES);
  const [first, rows, columns] = [0, 4, 8].map((place) => head.readUInt32LE(place)) as [number, number, number];
  const end = at + HEAD_BYTES + 4 * rows * columns;
  if (end + HASH_BYTES > view.length) return undefined;
  const body = view.subarray(at + HEAD_BYTES, end);
  if (!digest(head, body).equals(view.subarray(end, end + HASH_BYTES))) return undefined;
  // A copy, for the block may not begin at a multiple of four bytes.
  const data = new Float32Array(new Uint8Array(body).buffer);
  if (firstNotFinite(data) >= 0) return undefined;
  return { first, rows: { data, rows, columns }, bytes: end + HASH_BYTES - at };
}

function digest(...parts: Uint8Array[]): Buffer {
  return parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
}
