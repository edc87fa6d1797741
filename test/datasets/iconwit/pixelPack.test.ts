import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { PairSet } from '../../../lib/datasets/iconwit/pairSet.js';
import { readPixelPack, writePixelPack } from '../../../lib/datasets/iconwit/pixelPack.js';

const folder = mkdtempSync(join(tmpdir(), 'cliplab-pack-'));
const path = join(folder, 'train');
afterAll(() => rmSync(folder, { recursive: true }));

const PAIRS: PairSet = {
  images: { count: 2, height: 2, width: 3, pixels: Uint8Array.from({ length: 36 }, (_, k) => 7 * k) },
  captions: [['one', 'ein "s"'], ['two\nlines']],
  sets: ['a', 'b'],
  categories: ['kind', ''],
  ids: ['a:1', 'b:2'],
  skipped: 3,
  hash: 'key',
};

it('gives back what was written, under its key alone', async () => {
  await writePixelPack(path, PAIRS);
  expect(await readPixelPack(path, 'key')).toEqual(PAIRS);
  expect(await readPixelPack(path, 'other')).toBeUndefined();
  expect(await readPixelPack(join(folder, 'absent'), 'key')).toBeUndefined();
});

it.each(['u8', 'json'])('notices any changed byte of its .%s', async (extension) => {
  await writePixelPack(path, PAIRS);
  const file = `${path}.${extension}`;
  const whole = readFileSync(file);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= change;
      writeFileSync(file, bytes);
      expect(await readPixelPack(path, 'key')).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

it.each(['u8', 'json'])('notices a .%s that is cut short', async (extension) => {
  await writePixelPack(path, PAIRS);
  truncateSync(`${path}.${extension}`, 20);
  expect(await readPixelPack(path, 'key')).toBeUndefined();
});
