import { randomUUID } from 'node:crypto';
import { open, readdir, realpath, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { lockOpenFile } from './lockOpenFile.js';
import { makeFolder } from './makeFolder.js';
import { storageError } from './storageError.js';

/** What stands behind a file's name in that of its temporary file. */
const TEMPORARY = /^\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/;

/** Whether it is a device, a pipe or a socket, which no file may take the place of. */
async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/**
 * Writes a whole file or leaves the old one as it was: temporary file beside it, fsync, rename. A temporary file that a
 * killed process left there is removed; one that is being written is locked, and left alone. Where `path` is a link,
 * what it points at is written; a device or a pipe is written into.
 * @param data the content, or its pieces one after the other
 * @throws UserError where the disk is full, read-only or not ours, else the system's error; the temporary file is
 *   removed first
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array | Iterable<Uint8Array>): Promise<void> {
  const place = await realpath(path).catch(() => path);
  await makeFolder(dirname(place));
  let temporary: string | undefined;
  try {
    if (await isSpecial(place)) return await writeFile(place, data);
    await removeLeftovers(place);
    const opened = await openTemporary(place);
    temporary = opened.temporary;
    const { file } = opened;
    try {
      const pieces = typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
      for (const piece of pieces) await file.writeFile(piece);
      await file.sync();
      // Before it is closed: unlocked, it could be taken for a leftover.
      await rename(temporary, place);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (temporary) await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError(error, path);
  }
}

/** Opens a new file beside `path`, locked for as long as it is open. */
async function openTemporary(path: string): Promise<{ temporary: string; file: FileHandle }> {
  for (;;) {
    const temporary = `${path}.${randomUUID()}.tmp`;
    const file = await open(temporary, 'wx');
    // Where the disk keeps no locks, leftovers stay and nothing is lost.
    if (await lockOpenFile(file, temporary).catch(() => true)) return { temporary, file };
    await file.close(); // taken for a leftover, between its opening and its locking
  }
}

/** Removes the temporary files of `path` whose writers are no more. */
async function removeLeftovers(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  for (const other of await readdir(folder).catch(() => [])) {
    if (!other.startsWith(name) || !TEMPORARY.test(other.slice(name.length))) continue;
    const leftover = join(folder, other);
    const file = await open(leftover, 'r+').catch(() => undefined);
    if (await (file && lockOpenFile(file, leftover).catch(() => false))) await rm(leftover, { force: true });
    await file?.close();
  }
}
