import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { npyPieces, readNpyMatrix } from '../../lib/io/npyFile.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab npy '));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'x.npy');

it('reads what it writes', async () => {
  const data = Float32Array.from({ length: 6 }, (_, k) => k - 2.5);
  writeFileSync(path, Buffer.concat([...npyPieces(data, [2, 3])]));
  expect(await readNpyMatrix(path)).toMatchObject({ data, rows: 2, columns: 3 });
});

it('a file of holes that claims billions of numbers is refused before memory is asked for', async () => {
  const rows = 2_000_000_000;
  const [header] = [...npyPieces(new Float32Array(0), [rows, 2])];
  writeFileSync(path, header!);
  truncateSync(path, header!.length + 4 * 2 * rows);
  await expect(readNpyMatrix(path)).rejects.toThrow(`${path} asks for 16000000000 bytes, where at most`);
});

it('another shape than its size has is no matrix', async () => {
  writeFileSync(path, Buffer.concat([...npyPieces(new Float32Array(6), [2, 2])]));
  expect(await readNpyMatrix(path)).toBeUndefined();
});
