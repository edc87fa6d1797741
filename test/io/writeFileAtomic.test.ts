import { execFileSync } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockOpenFile } from '../../lib/io/lockOpenFile.js';
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

it('what a killed process left half-written of a file goes, and what another is writing stays', async () => {
  const own = await mkdtemp(join(tmpdir(), 'cliplab leftovers '));
  const path = join(own, 'x.json');
  const temporary = (digit: string): string =>
    `x.json.${digit.repeat(8)}-${[1, 2, 3].map(() => digit.repeat(4)).join('-')}-${digit.repeat(12)}.tmp`;
  const [dead, alive] = [temporary('0'), temporary('f')];
  const others = ['x.json.notes.tmp', 'x.jsonl', `y${dead}`];
  for (const name of [dead, alive, ...others]) await writeFile(join(own, name), 'half');
  const writer = await open(join(own, alive), 'r+');
  expect(await lockOpenFile(writer, join(own, alive))).toBe(true);
  await writeFileAtomic(path, 'whole');
  expect((await readdir(own)).sort()).toEqual(['x.json', alive, ...others].sort());
  await writer.close();
  await writeFileAtomic(path, 'whole');
  expect((await readdir(own)).sort()).toEqual(['x.json', ...others].sort());
});

it('of many writes of one file at once each is whole, and nothing is left', async () => {
  const own = await mkdtemp(join(tmpdir(), 'cliplab many '));
  const path = join(own, 'x');
  const texts = Array.from({ length: 30 }, (_, k) => String(k).repeat(50_000));
  await Promise.all(texts.map((text) => writeFileAtomic(path, text)));
  expect(texts).toContain(await readFile(path, 'utf8'));
  expect(await readdir(own)).toEqual(['x']);
});
