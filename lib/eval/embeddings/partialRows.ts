import { open, rm, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../io/makeFolder.js';
import { readOwnFile } from '../../io/ownFile.js';
import { storageError } from '../../io/storageError.js';
import type { Matrix } from '../matrix.js';
import { decodeRowBlock, encodeRowBlock } from './rowBlock.js';

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
 * Opens a file of blocks (see `encodeRowBlock`). Blocks from the first on that is torn, altered, not finite or not in
 * its place are cut off. For one process at a time.
 * @param total rows of the whole matrix
 * @throws UserError where the disk is full or not ours
 */
export async function openPartialRows(path: string, total: number): Promise<PartialRows> {
  await makeFolder(dirname(path));
  const { blocks, length } = soundBlocks((await readOwnFile(path)) ?? new Uint8Array(), total);
  let next = rowsOf(blocks);
  try {
    const file = await open(path, 'a');
    await truncate(path, length);
    return {
      found: blocks,
      async append(rows) {
        try {
          await file.appendFile(encodeRowBlock(next, rows));
          next += rows.rows;
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
  let length = 0;
  for (;;) {
    const block = decodeRowBlock(bytes, length);
    const next = rowsOf(blocks);
    if (block?.first !== next || next + block.rows.rows > total) break;
    if (blocks[0] && block.rows.columns !== blocks[0].columns) break;
    blocks.push(block.rows);
    length += block.bytes;
  }
  return { blocks, length };
}
