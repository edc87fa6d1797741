import { open } from 'node:fs/promises';
import { lockOpenFile } from './lockOpenFile.js';

/** Whether a process has the lock of that file (see `withFileLock`) just now. */
export async function isLocked(path: string): Promise<boolean> {
  const file = await open(path, 'r+').catch(() => undefined);
  if (!file) return false;
  try {
    return !(await lockOpenFile(file, path));
  } finally {
    await file.close();
  }
}
