import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { walkFolder } from '../../lib/image/walkFolder.js';
import { Interrupted, withInterruptSignal } from '../../lib/io/interruption.js';
import { createReadingBudget } from '../../lib/io/readingBudget.js';

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

it('stops when its user does', async () => {
  const stopped = AbortSignal.abort();
  const walk = () => walkFolder(folder, createReadingBudget(folder, 'dataset'));
  await expect(withInterruptSignal(stopped, walk)).rejects.toThrow(Interrupted);
});
