import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256, sha256File } from '../../lib/io/sha256.js';
import { writeFileAtomic } from '../../lib/io/writeFileAtomic.js';

const folder = await mkdtemp(join(tmpdir(), 'cliplab atomic '));

it('writes whole files, into folders that did not exist, over older ones', async () => {
  const path = join(folder, 'a', 'b.txt');
  await writeFileAtomic(path, 'first');
  await writeFileAtomic(path, 'second');
  expect(await readFile(path, 'utf8')).toBe('second');
  expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
  expect(await sha256File(path)).toBe(sha256('second'));
});

it('a write that fails leaves the old file and nothing else', async () => {
  const path = join(folder, 'kept.txt');
  await writeFile(path, 'old');
  const failing = {
    [Symbol.iterator]: () => {
      throw new Error('the disk is full');
    },
  } as unknown as Uint8Array;
  await expect(writeFileAtomic(path, failing)).rejects.toThrow();
  expect(await readFile(path, 'utf8')).toBe('old');
  expect((await readdir(folder)).filter((name) => name.includes('.tmp'))).toEqual([]);
});

it('where a folder stands in the way it says so', async () => {
  await expect(writeFileAtomic(folder, 'x')).rejects.toThrow(
    `${folder} cannot be written: a folder of that name is there; give the path of a file.`,
  );
});

it('a link stays, and what it points at is written', async () => {
  await writeFile(join(folder, 'real'), 'old');
  await symlink('real', join(folder, 'link'));
  await writeFileAtomic(join(folder, 'link'), 'new');
  expect(await readlink(join(folder, 'link'))).toBe('real');
  expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
});

it('a pipe is written into, and nothing takes its place', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [text] = await Promise.all([readFile(pipe, 'utf8'), writeFileAtomic(pipe, 'through')]);
  expect(text).toBe('through');
  expect((await stat(pipe)).isFIFO()).toBe(true);
});
