import { createHash } from 'node:crypto';
import { open, readFile, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { firstNotFinite } from '../../io/firstNotFinite.js';
import { makeFolder } from '../../io/makeFolder.js';
import { storageError } from '../../io/storageError.js';
import type { Matrix } from '../matrix.js';

const HEAD_BYTES = 12;
const HASH_BYTES = 32;

/** Rows of a matrix on their way to the disk: what was appended whole outlives whatever ends the process. */
export interface PartialRows {
  /** What an earlier run left. */
  readonly found: readonly Matrix[];
  append(rows: Matrix): Promise<void>;
  /** Closes the file, which stays. */
  close(): Promise<void>;
  /** Closes it and removes it. */
  remove(): Promise<void>;
}

/**
 * Opens a file of blocks, each its first row's place in the matrix, the numbers of rows and columns, the float32 rows, and the
 * SHA-256 of all that. Blocks from the first on that is torn, altered, not finite or not in its place are cut off. For one process at a time.
 * @param total rows of the whole matrix
 * @throws UserError where the disk is full or not ours
 */
export async function openPartialRows(path: string, total: number): Promise<PartialRows> {
  await makeFolder(dirname(path));
  const { blocks, length } = soundBlocks(await readFile(path).catch(() => new Uint8Array()), total);
  let next = rowsOf(blocks);
  try {
    const file = await open(path, 'a');
    await truncate(path, length);
    return {
      found: blocks,
      async append({ data, rows, columns }) {
        const head = Buffer.alloc(HEAD_BYTES);
        for (const [k, number] of [next, rows, columns].entries()) head.writeUInt32LE(number, 4 * k);
        const body = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        try {
          await file.appendFile(Buffer.concat([head, body, digest(head, body)]));
          next += rows;
        } catch (error) {
          throw storageError(error, path);
        }
      },
      close: () => file.close(),
      async remove() {
        await file.close();
        await rm(path, { force: true });
      },
    };
  } catch (error) {
    throw storageError(error, path);
  }
}

const rowsOf = (blocks: readonly Matrix[]): number => blocks.reduce((sum, { rows }) => sum + rows, 0);

function soundBlocks(bytes: Uint8Array, total: number): { blocks: Matrix[]; length: number } {
  const blocks: Matrix[] = [];
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let length = 0;
  while (length + HEAD_BYTES <= view.length) {
    const head = view.subarray(length, length + HEAD_BYTES);
    const [first, rows, columns] = [0, 4, 8].map((at) => head.readUInt32LE(at)) as [number, number, number];
    const inPlace = first === rowsOf(blocks) && first + rows <= total && columns === (blocks[0]?.columns ?? columns);
    if (!inPlace) break;
    const end = length + HEAD_BYTES + 4 * rows * columns;
    if (end + HASH_BYTES > view.length) break;
    const body = view.subarray(length + HEAD_BYTES, end);
    if (!digest(head, body).equals(view.subarray(end, end + HASH_BYTES))) break;
    // A copy, for the block may not begin at a multiple of four bytes.
    const data = new Float32Array(new Uint8Array(body).buffer);
    if (firstNotFinite(data) >= 0) break;
    blocks.push({ data, rows, columns });
    length = end + HASH_BYTES;
  }
  return { blocks, length };
}

function digest(...parts: Uint8Array[]): Buffer {
  return parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
}
