import { constants, existsSync } from 'node:fs';
import { access, open, opendir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { storageError, StorageError } from '../io/storageError.js';
import { UserError } from '../io/userError.js';

/** The nearest folder above `path` that is there must take new files. */
async function checkRoomAbove(path: string): Promise<void> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw storageError(error, path);
      return undefined;
    });
    if (found === undefined) continue;
    if (!found.isDirectory()) throw new StorageError(path, 'ENOTDIR');
    await access(folder, constants.W_OK).catch((error: unknown) => {
      throw storageError(error, path);
    });
    return;
  }
}

/** What is at `path`; undefined where nothing is. */
async function whatIsThere(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw storageError(error, path);
  });
}

/**
 * Looks whether `--out`, or another flag, can take a command's file, before the work is done for it.
 * @param isOurs whether a file that begins so was written by the command, and may be written anew
 * @throws UserError where it is a folder, cannot be written, or is something else's file
 */
export async function checkOutFile(
  path: string,
  isOurs: (beginning: string) => boolean,
  flag = '--out',
): Promise<void> {
  const found = await whatIsThere(path);
  if (found === undefined) return checkRoomAbove(path);
  if (found.isDirectory()) throw new StorageError(path, 'EISDIR');
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw storageError(error, path);
  });
  if (!found.isFile() || found.size === 0) return;
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0).finally(() => file.close());
  if (isOurs(buffer.toString('utf8', 0, bytesRead))) return;
  throw new UserError(
    `${path} is there and is no earlier result of this command: give ${flag} another name, or remove it.`,
  );
}

/**
 * Looks whether `--out` can take a command's folder, before the work is done for it.
 * @param mark a file that says that a folder was written by the command, and may be written anew
 * @throws UserError where it is a file, cannot be written, or holds something else
 */
export async function checkOutFolder(path: string, mark: string): Promise<void> {
  const found = await whatIsThere(path);
  if (found === undefined) return checkRoomAbove(path);
  if (!found.isDirectory()) throw new StorageError(path, 'EEXIST');
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw storageError(error, path);
  });
  if (existsSync(join(path, mark))) return;
  const listing = await opendir(path);
  const isEmpty = (await listing.read()) === null;
  await listing.close();
  if (isEmpty) return;
  throw new UserError(`${path} holds other things than a model: give --out a folder of its own, or empty it.`);
}
