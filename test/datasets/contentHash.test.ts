import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { contentHash } from '../../lib/datasets/contentHash.js';
import { UserError } from '../../lib/io/userError.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab hashes '));
  vi.stubEnv('CLIPLAB_CACHE', join(folder, 'cache'));
  return () => vi.unstubAllEnvs();
});
const place = (name: string) => ({ name, path: join(folder, name) });

it('names the file that the system does not let us read, in one sentence', async () => {
  await writeFile(join(folder, 'a'), 'a');
  for (const missing of ['b', join('a', 'c')]) {
    const hashed = contentHash('data', [place('a'), place(missing)]);
    await expect(hashed).rejects.toThrow(UserError);
    await expect(hashed).rejects.toThrow(/(b|a.c) cannot be read \((ENOENT|ENOTDIR)\); check it and its permissions/);
  }
  // A folder is found, but is no file.
  await expect(contentHash('data', [{ name: 'x', path: folder }])).rejects.toThrow(
    'is a folder, where a file was expected',
  );
});

it('is of the contents and the names', async () => {
  for (const name of ['a', 'b']) await writeFile(join(folder, name), 'same');
  const [one, other] = [place('a'), place('b')];
  const hash = await contentHash('data', [one]);
  expect(await contentHash('data', [{ ...other, name: 'a' }])).toBe(hash);
  expect(await contentHash('data', [other])).not.toBe(hash);
});
