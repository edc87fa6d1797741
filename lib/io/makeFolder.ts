import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storageError } from './storageError.js';

/**
 * Makes a folder and those above it, where they are not there. Level by level: Node's own recursive call does not end
 * where the system says that a folder is missing whose parent is there, as in `/proc`.
 * @throws UserError where the disk is full, read-only or not ours, or the name will not do, else the system's error
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(folder) !== folder && !(await isFolder(dirname(folder)))) {
      await makeFolder(dirname(folder));
      return makeFolder(folder);
    }
    // Some disks say that they are read-only, or not ours, before they look whether there is anything to make.
    if (!(await isFolder(folder))) throw storageError(error, folder);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
