import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storageError } from './storageError.js';

/**
 * Makes a folder and those above it, where they are not there.
 * @throws UserError where the disk is full, read-only or not ours, else the system's error
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    // On a read-only disk the recursive call says that the folder is missing, which is why it was called; one level tells why.
    const plain = isMissing(error) ? await mkdir(folder).catch((reason: unknown) => reason) : error;
    if (isMissing(plain) && dirname(folder) !== folder) await makeFolder(dirname(folder));
    throw storageError(plain, folder);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
