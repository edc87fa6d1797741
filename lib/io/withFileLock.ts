import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { breathe } from './interruption.js';
import { describeHolder, ownName } from './lockHolder.js';
import { lockOpenFile } from './lockOpenFile.js';
import { makeFolder } from './makeFolder.js';
import { startProgress, type Progress } from './progress.js';
import { storageError } from './storageError.js';

/** Between two looks at a lock that is held, in its first second and later. */
const LOOK_MS = { early: 10, late: 100 };
const SECOND_MS = 1000;

/** A lock that is held. A program that is started with its file open (`stdio`) keeps it too, for as long as it runs. */
export interface HeldLock {
  readonly fd: number;
}

/**
 * Runs `work` while no other process, and no other call in this one, does so under the same file. The lock is the
 * system's: it is free as soon as its holder ends, however that happens, and is never taken from one that lives, be it
 * stopped or slow. Whoever waits is shown for whom. The file is removed when the lock is given back; one that is left
 * over is no lock.
 * @example await withFileLock(`${path}.lock`, async () => writeFileAtomic(path, changed(await readFile(path))));
 * @throws UserError where the file cannot be written or its disk keeps no locks; Interrupted while it waits
 */
export async function withFileLock<T>(path: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  await makeFolder(dirname(path));
  const file = await acquire(path);
  try {
    return await work({ fd: file.fd });
  } finally {
    // While the lock is still held, so that nobody else's is removed. A file that stays is no lock.
    await rm(path, { force: true }).catch(() => undefined);
    await file.close();
  }
}

async function acquire(path: string): Promise<FileHandle> {
  const start = performance.now();
  let waiting: Progress | undefined;
  let seconds = 0;
  try {
    for (;;) {
      const file = await openLocked(path);
      if (file) return file;
      const passed = Math.floor((performance.now() - start) / SECOND_MS);
      if (passed > seconds) {
        waiting ??= startProgress(`waiting for ${basename(path)}`, 's');
        waiting.say(describeHolder(await readFile(path, 'utf8').catch(() => '')), passed - seconds);
        seconds = passed;
      }
      await pause(seconds === 0 ? LOOK_MS.early : LOOK_MS.late);
      await breathe();
    }
  } finally {
    waiting?.finish();
  }
}

/**
 * The lock's file, locked; undefined where another has it. Whoever has it removes the file before closing it.
 * @throws UserError where the file cannot be written or its disk keeps no locks
 */
export async function openLocked(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'a+');
    if (await lockOpenFile(file, path)) {
      // For those who wait; on a full disk they learn no name.
      await file.truncate();
      await file.writeFile(ownName()).catch(() => undefined);
      return file;
    }
    await file.close();
    return undefined;
  } catch (error) {
    await file?.close();
    throw storageError(error, path);
  }
}
