import { stat, type FileHandle } from 'node:fs/promises';
import { tryLock } from 'fs-native-extensions';
import { UserError } from './userError.js';

/** What the system says of a disk that keeps no locks. */
const NO_LOCKS = new Set(['ENOLCK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Takes the system's lock on a file that was opened for writing as `path`. The system frees it when the file is closed
 * or its process ends, however it ends; a process that is stopped keeps it.
 * @returns false where another has it, or has removed the file meanwhile: a lock on a file without a name keeps nobody
 *   out
 * @throws UserError where the disk keeps no locks
 */
export async function lockOpenFile(file: FileHandle, path: string): Promise<boolean> {
  if (!tryLockNamed(file.fd, path)) return false;
  const [own, named] = await Promise.all([
    file.stat({ bigint: true }),
    stat(path, { bigint: true }).catch(() => undefined),
  ]);
  return own.ino === named?.ino && own.dev === named.dev;
}

function tryLockNamed(fd: number, path: string): boolean {
  try {
    return tryLock(fd);
  } catch (error) {
    if (!NO_LOCKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new UserError(
      `${path} cannot be locked: its disk keeps no locks; choose a folder on another one (CLIPLAB_CACHE, or --cache).`,
    );
  }
}
