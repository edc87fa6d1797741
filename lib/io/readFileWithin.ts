import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { ReadingBudget } from './readingBudget.js';
import { UserError } from './userError.js';

/** Files are read in pieces of this many bytes, so that one that grows, or says that it is empty, is still bounded. */
const PIECE = 1 << 20;

/**
 * Opens a file for reading. A folder, a device, a pipe or a socket, also behind a link, is refused before it is read,
 * for it may never end, or never begin.
 * @throws UserError where it is no regular file, or cannot be opened
 */
export async function openRegularFile(path: string): Promise<{ file: FileHandle; stats: Stats }> {
  let file: FileHandle | undefined;
  try {
    // Opened so, a pipe that nobody writes to does not wait for its writer.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await file.stat();
    if (stats.isFile()) return { file, stats };
  } catch (error) {
    await file?.close();
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UserError(`${path} cannot be read (${code}); check the path and its permissions.`, { cause: error });
  }
  const isFolder = (await file.stat()).isDirectory();
  await file.close();
  throw new UserError(
    `${path} is ${isFolder ? 'a folder' : 'a device, a pipe or a socket'}, where a file was expected; give another path.`,
  );
}

/**
 * A file's bytes, as long as `budget` allows.
 * @throws UserError where it is no regular file, cannot be read, or is larger than the budget
 */
export async function readFileWithin(path: string, budget: ReadingBudget): Promise<Buffer> {
  const { file, stats } = await openRegularFile(path);
  try {
    // What it says is looked at first; what it has counts, for the files of /proc say that they are empty.
    budget.takeBytes(stats.size);
    const whole = Buffer.allocUnsafe(stats.size);
    let have = 0;
    while (have < whole.length) {
      budget.checkTime();
      const { bytesRead } = await file.read(whole, have, Math.min(PIECE, whole.length - have), have);
      if (bytesRead === 0) return whole.subarray(0, have);
      have += bytesRead;
    }
    const more: Buffer[] = [];
    for (;;) {
      const piece = Buffer.allocUnsafe(stats.size === 0 ? PIECE : 1024);
      const { bytesRead } = await file.read(piece, 0, piece.length, have);
      if (bytesRead === 0) return more.length === 0 ? whole : Buffer.concat([whole, ...more]);
      budget.takeBytes(bytesRead);
      budget.checkTime();
      more.push(piece.subarray(0, bytesRead));
      have += bytesRead;
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UserError(`${path} cannot be read (${code}); check the path and its permissions.`, { cause: error });
  } finally {
    await file.close();
  }
}
