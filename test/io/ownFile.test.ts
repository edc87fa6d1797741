import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { openJournal } from '../../lib/experiments/journal.js';
import { openPartialRows } from '../../lib/eval/embeddings/partialRows.js';
import { readEmbeddings } from '../../lib/eval/embeddings/embeddingFiles.js';
import { readNpyMatrix } from '../../lib/io/npyFile.js';
import { readOwnFile } from '../../lib/io/ownFile.js';
import { UserError } from '../../lib/io/userError.js';

let folder: string;
let pipe: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab own '));
  pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await mkdir(join(folder, 'below'));
});

it('gives the bytes of a file, and nothing where there is none', async () => {
  await writeFile(join(folder, 'file'), 'bytes');
  expect(String(await readOwnFile(join(folder, 'file')))).toBe('bytes');
  expect(await readOwnFile(join(folder, 'none'))).toBeUndefined();
  expect(await readOwnFile(join(folder, 'file', 'none'))).toBeUndefined();
});

// Without a check, a pipe that nobody writes to is waited for without end, and no signal ends that.
it('refuses what has taken the place of a file, naming it, wherever such files are read', async () => {
  const below = join(folder, 'below');
  const refused = async (path: string, read: () => Promise<unknown>): Promise<void> => {
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toBe(
      `${path} is not the file that cliplab writes there: remove it, and run the command again.`,
    );
  };
  for (const path of [pipe, below]) {
    await refused(path, () => readOwnFile(path));
    await refused(path, () => readNpyMatrix(path));
    await refused(path, () => openPartialRows(path, 2));
    await refused(path, () => readEmbeddings({ json: path, npy: path, parquet: path }, 1));
  }
});

it('a journal of an experiment is such a file', async () => {
  const before = process.env['CLIPLAB_CACHE'];
  process.env['CLIPLAB_CACHE'] = join(folder, 'cache');
  try {
    const journal = await openJournal('own', { of: 'a test' });
    expect(await journal.rowsOf('part', () => Promise.resolve([{ value: 1 }]))).toEqual([{ value: 1 }]);
    const again = await openJournal('own', { of: 'a test' });
    expect(await again.rowsOf('part', () => Promise.reject(new Error('measured again')))).toEqual([{ value: 1 }]);
  } finally {
    if (before === undefined) delete process.env['CLIPLAB_CACHE'];
    else process.env['CLIPLAB_CACHE'] = before;
  }
});
