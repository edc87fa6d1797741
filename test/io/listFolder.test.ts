import { Dir, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { readWebdataset } from '../../lib/datasets/layouts/webdataset.js';
import { walkFolder } from '../../lib/image/walkFolder.js';
import { listFolder } from '../../lib/io/listFolder.js';
import { createReadingBudget, READING_LIMITS } from '../../lib/io/readingBudget.js';

const FILES = 300;
const folder = mkdtempSync(join(tmpdir(), 'cliplab list '));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'test'));
writeFileSync(join(folder, 'classnames.txt'), 'ant\n');
for (let k = 0; k < FILES; k++) {
  writeFileSync(join(folder, `${k}.png`), '');
  writeFileSync(join(folder, 'test', `${k}.tar`), '');
}

/** How many entries the system was asked for while `job` ran, and what it threw. */
async function asked(job: () => Promise<unknown>): Promise<{ entries: number; error: Error | undefined }> {
  const read = vi.spyOn(Dir.prototype, 'read');
  try {
    const error = await job().then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    return { entries: read.mock.calls.length, error };
  } finally {
    read.mockRestore();
  }
}

it('lists every entry once, and says what it is', async () => {
  const names: string[] = [];
  const folders: string[] = [];
  for await (const entry of listFolder(folder, createReadingBudget(folder, 'dataset')))
    (entry.isDirectory() ? folders : names).push(entry.name);
  expect(new Set(names).size).toBe(FILES + 1);
  expect(names).toHaveLength(FILES + 1);
  expect(folders).toEqual(['test']);
});

it.each([
  ['entries', { entries: 20 }, /has 21 entries, where at most 20 entries are read/],
  ['bytes', { bytes: 20_000 }, /asks for 2\d{4} bytes, where at most 20000 bytes are read/],
])('a folder of more %s than may be is left at the first that is too many', async (_, limits, message) => {
  const { entries, error } = await asked(() => walkFolder(folder, createReadingBudget(folder, 'dataset', limits)));
  expect(error?.message).toMatch(message);
  expect(entries).toBeGreaterThan(10);
  expect(entries).toBeLessThan(FILES / 2);
});

it('so is a folder of shards', async () => {
  // By a factor a folder may hold ten entries.
  vi.stubEnv('CLIPLAB_READING_LIMITS', String(10 / READING_LIMITS.dataset.entries));
  try {
    const { entries, error } = await asked(() => readWebdataset(folder));
    expect(error?.message).toMatch(/where at most/);
    expect(entries).toBeLessThan(FILES / 2);
  } finally {
    vi.unstubAllEnvs();
  }
});

it('what cannot be listed is the error of the system', async () => {
  const none = listFolder(join(folder, 'none'), createReadingBudget(folder, 'dataset'));
  await expect(none.next()).rejects.toThrow('ENOENT');
});
