import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256, sha256File } from '../../lib/io/sha256.js';

it('is FIPS 180’s, of text and bytes', () => {
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256(Buffer.from('abc'))).toBe(sha256('abc'));
  expect(sha256('é')).toBe(sha256(Uint8Array.of(0xc3, 0xa9)));
});

it('is the same of a file of many chunks, and fails for one that is not there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab-sha-'));
  const path = join(folder, 'bytes');
  const bytes = Uint8Array.from({ length: 300_001 }, (_, k) => k * 31);
  writeFileSync(path, bytes);
  expect(await sha256File(path)).toBe(sha256(bytes));
  await expect(sha256File(`${path}.absent`)).rejects.toThrow('ENOENT');
  rmSync(folder, { recursive: true });
});
