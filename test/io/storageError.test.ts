import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { storageError, systemStorageError } from '../../lib/io/storageError.js';
import { UserError } from '../../lib/io/userError.js';
import { withFileLock } from '../../lib/io/withFileLock.js';
import { writeFileAtomic } from '../../lib/io/writeFileAtomic.js';
import { needs } from '../fixtures/needs.js';

it('says in one sentence what the disk refuses, and passes other errors on', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const told = storageError(full, '/data/a.tar');
  expect(told).toBeInstanceOf(UserError);
  expect((told as Error).message).toBe(
    '/data/a.tar cannot be written: the disk is full; make room and run the command again.',
  );
  const other = new Error('something else');
  expect(storageError(other, 'x')).toBe(other);
  expect(storageError(undefined, 'x')).toBeUndefined();
});

it('a path with a null byte, which the system never sees, is told as such wherever it is used', async () => {
  const thrown: unknown = await stat('a\0b').catch((error: unknown) => error);
  expect(systemStorageError(thrown)!.message).toBe(
    "'a\\x00b' cannot be read: a name has no null byte; give the path without it.",
  );
  await expect(writeFileAtomic('a\0b', 'text')).rejects.toThrow(UserError);
  // The same code stands for other mistakes, which are ours.
  const other = Object.assign(new TypeError('The argument is wrong'), { code: 'ERR_INVALID_ARG_VALUE' });
  expect(systemStorageError(other)).toBeUndefined();
  expect(storageError(other, 'x')).toBe(other);
});

/** A disk of 64 kB, where this process may mount one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab disk '));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

const disk = smallDisk();
afterAll(() => {
  if (disk) execFileSync('umount', [disk]);
});

describe('a real disk', needs(disk, 'the right to mount a small disk'), () => {
  it('that is full keeps the old file and nothing half-written', async () => {
    await writeFileAtomic(join(disk!, 'kept.bin'), new Uint8Array(20_000));
    await expect(writeFileAtomic(join(disk!, 'kept.bin'), new Uint8Array(200_000))).rejects.toThrow('the disk is full');
    expect(readdirSync(disk!)).toEqual(['kept.bin']);
  });

  it('that is read-only is named, for files and for locks', async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk!]);
    await expect(writeFileAtomic(join(disk!, 'new', 'x'), 'x')).rejects.toThrow('the disk is read-only');
    await expect(withFileLock(join(disk!, 'x.lock'), () => Promise.resolve())).rejects.toThrow('the disk is read-only');
    execFileSync('mount', ['-o', 'remount,rw', disk!]);
  });
});
