import { readFile } from 'node:fs/promises';
import { decodeRowBlock, encodeRowBlock } from '../../eval/embeddings/rowBlock.js';
import type { Matrix } from '../../eval/matrix.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';

/** Keeps rows in a file of their own, whole or not at all. */
export async function writeKeptRows(path: string, rows: Matrix): Promise<void> {
  await writeFileAtomic(path, encodeRowBlock(0, rows));
}

/** The rows kept there; undefined where there are none of that size, a byte has changed, or a number is not finite. */
export async function readKeptRows(path: string, rows: number, columns: number): Promise<Matrix | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  const block = bytes && decodeRowBlock(bytes);
  const isIt = block?.rows.rows === rows && block.rows.columns === columns && block.bytes === bytes?.length;
  return isIt ? block.rows : undefined;
}
