import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { walkFolder } from '../../lib/image/walkFolder.js';
import { Interrupted, withInterruptSignal } from '../../lib/io/interruption.js';
import { createReadingBudget } from '../../lib/io/readingBudget.js';
import { needs } from '../fixtures/needs.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab walk '));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'a'));
writeFileSync(join(folder, 'a/one.png'), '');
symlinkSync('..', join(folder, 'a/up'));

it('finds each file once', async () => {
  const { files, passedOver } = await walkFolder(folder, createReadingBudget(folder, 'dataset'));
  expect(files.map(({ name }) => name)).toEqual(['a/one.png']);
  expect(passedOver.repeated).toEqual(['a/up']);
});

const linux = needs(process.platform === 'linux', 'names that are not UTF-8');
it('passes over names that are not UTF-8, and no others, nor links to them', linux, async () => {
  const root = join(folder, 'names');
  mkdirSync(root);
  const misnamed = Buffer.concat([Buffer.from(join(root, 'b')), Buffer.from([0xff])]);
  writeFileSync(misnamed, '');
  writeFileSync(join(root, 'a\ufffd'), '');
  symlinkSync(misnamed, join(root, 'c'));
  const { files, passedOver } = await walkFolder(root, createReadingBudget(root, 'dataset'));
  expect(files.map(({ name }) => name)).toEqual(['a\ufffd', 'c']);
  expect(passedOver).toMatchObject({ misnamed: ['b\ufffd'], broken: [] });
  rmSync(root, { recursive: true });
});

it('stops when its user does', async () => {
  const stopped = AbortSignal.abort();
  const walk = () => walkFolder(folder, createReadingBudget(folder, 'dataset'));
  await expect(withInterruptSignal(stopped, walk)).rejects.toThrow(Interrupted);
});
