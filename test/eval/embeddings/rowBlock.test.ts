import fc from 'fast-check';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readKeptRows, writeKeptRows } from '../../../lib/apps/nearDuplicates/keptRows.js';
import { openPartialRows } from '../../../lib/eval/embeddings/partialRows.js';
import { decodeRowBlock, encodeRowBlock } from '../../../lib/eval/embeddings/rowBlock.js';
import type { Matrix } from '../../../lib/eval/matrix.js';

const matrix = (rows: number, columns: number, first = 0): Matrix => ({
  data: Float32Array.from({ length: rows * columns }, (_, k) => first + k / 3),
  rows,
  columns,
});
const folder = await mkdtemp(join(tmpdir(), 'cliplab rows '));

it('reads what it wrote, one block behind the other, at any byte', () => {
  const blocks = [matrix(2, 3), matrix(1, 3, 7)];
  const file = Buffer.concat([Buffer.from('x'), encodeRowBlock(0, blocks[0]!), encodeRowBlock(2, blocks[1]!)]);
  const first = decodeRowBlock(file, 1)!;
  expect(first).toMatchObject({ first: 0, rows: blocks[0] });
  expect(decodeRowBlock(file, 1 + first.bytes)).toMatchObject({ first: 2, rows: blocks[1] });
  expect(decodeRowBlock(file, file.length)).toBeUndefined();
});

it('takes no block that is cut short, altered anywhere, or not finite', () => {
  const sound = encodeRowBlock(4, matrix(3, 5));
  fc.assert(
    fc.property(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const altered = Buffer.from(sound);
      altered[at]! ^= change;
      expect(decodeRowBlock(altered)).toBeUndefined();
      expect(decodeRowBlock(sound.subarray(0, at))).toBeUndefined();
    }),
  );
  const broken = matrix(3, 5);
  broken.data[7] = NaN;
  expect(decodeRowBlock(encodeRowBlock(0, broken))).toBeUndefined();
});

it('goes on behind the last sound block, whatever a kill left', async () => {
  const path = join(folder, 'partial');
  const rows = await openPartialRows(path, 5);
  await rows.append(matrix(2, 3));
  await rows.append(matrix(2, 3, 9));
  await rows.close();
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, -3));
  const again = await openPartialRows(path, 5);
  expect(again.found).toEqual([matrix(2, 3)]);
  await again.append(matrix(3, 3, 1));
  await again.close();
  const whole = await openPartialRows(path, 5);
  expect(whole.found).toEqual([matrix(2, 3), matrix(3, 3, 1)]);
  await whole.close();
  const smaller = await openPartialRows(path, 4); // more rows than the matrix has
  expect(smaller.found).toEqual([matrix(2, 3)]);
  await smaller.remove();
});

it('keeps rows in a file of their own, for that size alone', async () => {
  const path = join(folder, 'kept');
  expect(await readKeptRows(path, 2, 3)).toBeUndefined();
  await writeKeptRows(path, matrix(2, 3));
  expect(await readKeptRows(path, 2, 3)).toEqual(matrix(2, 3));
  expect(await readKeptRows(path, 3, 2)).toBeUndefined();
  await writeFile(path, Buffer.concat([await readFile(path), Buffer.from('x')]));
  expect(await readKeptRows(path, 2, 3)).toBeUndefined();
});
