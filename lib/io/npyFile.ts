import { createHash } from 'node:crypto';
import { openOwnFile } from './ownFile.js';
import { createReadingBudget } from './readingBudget.js';

/** A NumPy file is read and written in pieces of this many bytes; Node takes no more than 2 GiB at once. */
const PIECE = 1 << 26;
const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
/** The magic bytes and the header's length. */
const START = MAGIC.length + 2;
/** Headers longer than this are no header of ours or NumPy's. */
const MAX_HEADER = 4096;

type Read = (view: DataView, at: number) => number;

/** NumPy's types of whole numbers, booleans and floats, little-endian, with their sizes. */
const TYPES: Readonly<Record<string, readonly [bytes: number, read: Read]>> = {
  '|b1': [1, (view, at) => view.getUint8(at)],
  '|u1': [1, (view, at) => view.getUint8(at)],
  '|i1': [1, (view, at) => view.getInt8(at)],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
};

/** What a header says, rows first. */
interface NpyHeader {
  readonly type: string;
  readonly shape: readonly number[];
}

/** Numbers as a NumPy file (`.npy` version 1.0, C order, little-endian), in pieces: float32, or bytes as `|u1`. */
export function* npyPieces(data: Float32Array | Uint8Array, shape: readonly number[]): Generator<Uint8Array> {
  const type = data instanceof Float32Array ? '<f4' : '|u1';
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  // The numbers begin at a multiple of 64 bytes.
  const length = Math.ceil((START + dictionary.length + 1) / 64) * 64;
  const header = Buffer.alloc(length, ' ');
  MAGIC.copy(header);
  header.writeUInt16LE(length - START, MAGIC.length);
  header.write(dictionary, START, 'latin1');
  header.write('\n', length - 1, 'latin1');
  yield header;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** Where the numbers begin, by the first `START` bytes; undefined for what is no NumPy file. */
function npyDataStart(start: Uint8Array): number | undefined {
  if (start.length < START || !MAGIC.equals(start.subarray(0, MAGIC.length))) return undefined;
  const length = start[MAGIC.length]! + 256 * start[MAGIC.length + 1]!;
  return length > MAX_HEADER ? undefined : START + length;
}

function parseNpyHeader(header: Uint8Array): NpyHeader | undefined {
  const text = Buffer.from(header).toString('latin1');
  const [, type, shape] =
    /'descr': '([^']+)', 'fortran_order': False, 'shape': \((\d+,|\d+(?:, \d+)+)\)/.exec(text) ?? [];
  if (type === undefined || shape === undefined || !Object.hasOwn(TYPES, type)) return undefined;
  return { type, shape: shape.replace(/,$/, '').split(', ').map(Number) };
}

/** The numbers of a NumPy file in memory that holds a vector; undefined for anything else. */
export function readNpyVector(bytes: Uint8Array): number[] | undefined {
  const start = npyDataStart(bytes.subarray(0, START));
  const header = start === undefined ? undefined : parseNpyHeader(bytes.subarray(START, start));
  if (start === undefined || header?.shape.length !== 1) return undefined;
  const [size, read] = TYPES[header.type]!;
  const length = header.shape[0]!;
  if (bytes.length !== start + length * size) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length }, (_, k) => read(view, start + k * size));
}

/**
 * A float32 matrix of a NumPy file with the SHA-256 of the whole file; undefined for anything else, or one that is cut
 * short.
 * @throws UserError where it is larger than the budget of a dataset, or no file
 */
export async function readNpyMatrix(
  path: string,
): Promise<{ data: Float32Array; rows: number; columns: number; sha256: string } | undefined> {
  const file = await openOwnFile(path);
  if (!file) return undefined;
  try {
    const start = Buffer.alloc(START);
    const { bytesRead } = await file.read(start, 0, START, 0);
    const at = npyDataStart(start.subarray(0, bytesRead));
    if (at === undefined) return undefined;
    const header = Buffer.alloc(at - START);
    await file.read(header, 0, header.length, START);
    const parsed = parseNpyHeader(header);
    if (parsed?.type !== '<f4' || parsed.shape.length !== 2) return undefined;
    const [rows, columns] = parsed.shape as [number, number];
    // Compared with the file's real size before anything is allocated by a size it claims.
    if ((await file.stat()).size !== at + 4 * rows * columns) return undefined;
    // A file with holes has any size for nothing.
    createReadingBudget(path, 'dataset').takeBytes(4 * rows * columns);
    const data = new Float32Array(rows * columns);
    const bytes = new Uint8Array(data.buffer);
    const hash = createHash('sha256').update(start).update(header);
    for (let begin = 0; begin < bytes.length; begin += PIECE) {
      const piece = bytes.subarray(begin, begin + PIECE);
      for (let have = 0; have < piece.length;) {
        const { bytesRead: more } = await file.read(piece, have, piece.length - have, at + begin + have);
        if (more === 0) return undefined;
        have += more;
      }
      hash.update(piece);
    }
    return { data, rows, columns, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}
