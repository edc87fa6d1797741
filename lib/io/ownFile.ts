import type { FileHandle } from 'node:fs/promises';
import { openRegularFile } from './readFileWithin.js';
import { UserError } from './userError.js';

/**
 * Opens a file that cliplab wrote itself, such as one of the cache; undefined where it is not there or cannot
 * be opened.
 * @throws UserError where something else has taken its place, which may never end, or never begin: a folder, a pipe
 */
export async function openOwnFile(path: string): Promise<FileHandle | undefined> {
  try {
    return (await openRegularFile(path)).file;
  } catch (error) {
    // What the system says of its place, whoever writes it anew is told.
    if ((error as Error).cause !== undefined) return undefined;
    throw new UserError(`${path} is not the file that cliplab writes there: remove it, and run the command again.`, {
      cause: error,
    });
  }
}

/** The bytes of such a file; undefined where it is not there. @throws UserError as `openOwnFile` does */
export async function readOwnFile(path: string): Promise<Buffer | undefined> {
  const file = await openOwnFile(path);
  try {
    return await file?.readFile();
  } finally {
    await file?.close();
  }
}
