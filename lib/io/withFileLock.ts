import { open, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { breathe } from './interruption.js';
import { makeFolder } from './makeFolder.js';
import { storageError } from './storageError.js';

/** A lock whose holder lives is touched this often, and taken for abandoned after so long. */
const TOUCH_MS = 3_000;
const ABANDONED_MS = 15_000;
const LOOK_MS = 100;

async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS;
}

/**
 * Runs `work` while no other process does so under the same file; one that died leaves no lasting lock.
 * @param waiting called once if another process is at work, before it is waited for
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>, waiting?: () => void): Promise<T> {
  await makeFolder(dirname(path));
  for (let told = false; ; told = true) {
    try {
      await (await open(path, 'wx')).close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw storageError(error, path);
    }
    if (!told) waiting?.();
    if (await isAbandoned(path)) await rm(path, { force: true });
    else await pause(LOOK_MS);
    await breathe();
  }
  const touch = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), TOUCH_MS);
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(path, { force: true });
  }
}
