import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createReadingBudget } from './readingBudget.js';

/** A NumPy file is read and written in pieces of this many bytes; Node takes no more than 2 GiB at once. */
const PIECE = 1 << 26;
const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
/** Headers longer than this are no header of ours or NumPy's. */
const MAX_HEADER = 4096;

/** A float32 matrix as a NumPy file (`.npy` version 1.0, C order, little-endian), in pieces. */
export function* npyPieces(data: Float32Array, rows: number, columns: number): Generator<Uint8Array> {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  // The numbers begin at a multiple of 64 bytes.
  const length = Math.ceil((MAGIC.length + 2 + dictionary.length + 1) / 64) * 64;
  const header = Buffer.alloc(length, ' ');
  MAGIC.copy(header);
  header.writeUInt16LE(length - MAGIC.length - 2, MAGIC.length);
  header.write(dictionary, MAGIC.length + 2, 'latin1');
  header.write('\n', length - 1, 'latin1');
  yield header;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/**
 * A float32 matrix of a NumPy file with the SHA-256 of the whole file; undefined for anything else, or one that is cut short.
 * @throws UserError where it is larger than the budget of a dataset
 */
export async function readNpyMatrix(
  path: string,
): Promise<{ data: Float32Array; rows: number; columns: number; sha256: string } | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return undefined;
  try {
    const start = Buffer.alloc(MAGIC.length + 2);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    const headerLength = bytesRead === start.length ? start.readUInt16LE(MAGIC.length) : MAX_HEADER + 1;
    if (!start.subarray(0, MAGIC.length).equals(MAGIC) || headerLength > MAX_HEADER) return undefined;
    const header = Buffer.alloc(headerLength);
    await file.read(header, 0, headerLength, start.length);
    const shape = /'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(header.toString('latin1'));
    const [rows, columns] = [Number(shape?.[1]), Number(shape?.[2])];
    const at = start.length + headerLength;
    // Compared with the file's real size before anything is allocated by a size it claims.
    if (!shape || (await file.stat()).size !== at + 4 * rows * columns) return undefined;
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
