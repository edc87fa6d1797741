import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eachInParallel } from './eachInParallel.js';
import { parseJson } from './parseJson.js';
import { sha256, sha256File } from './sha256.js';
import { storageError } from './storageError.js';
import { withFileLock } from './withFileLock.js';
import { writeFileAtomic } from './writeFileAtomic.js';

/** What is written into a fetched folder when all of it is there: by its hash, it vouches for every byte. */
const STAMP = '.cliplab.json';

/** Begins the names of folders that are being made; a killed run leaves its own. */
const MAKING = 'making-';

/**
 * Makes sure that `target` holds, to the byte, what was made from `pins`. Where it does not, `make` makes it anew in a
 * folder beside it, of which it gives the part that takes the place of `target` when it is whole. What was torn or
 * changed is thrown away. Of two at once, one waits for the other.
 * @throws what `make` throws; UserError where the disk cannot be written; Interrupted
 */
export async function keepStampedFolder(
  target: string,
  pins: string,
  make: (making: string) => Promise<string>,
): Promise<void> {
  if (await isWhole(target, pins)) return;
  const parent = dirname(target);
  await withFileLock(join(parent, 'fetch.lock'), async () => {
    if (await isWhole(target, pins)) return;
    for (const name of await readdir(parent)) if (name.startsWith(MAKING)) await removeFolder(join(parent, name));
    const making = join(parent, MAKING + randomUUID());
    try {
      const made = await make(making);
      await writeFileAtomic(join(made, STAMP), JSON.stringify({ pins, hash: await hashOfFiles(made) }));
      await removeFolder(target);
      await rename(made, target);
    } catch (error) {
      throw storageError(error, parent);
    } finally {
      await removeFolder(making);
    }
  });
}

async function isWhole(folder: string, pins: string): Promise<boolean> {
  const stamp = await readStamp(join(folder, STAMP));
  return stamp?.pins === pins && stamp.hash === (await hashOfFiles(folder));
}

/** Its stamp goes first. A killed run's child may still be writing there; then what is left goes next time. */
async function removeFolder(path: string): Promise<void> {
  await rm(join(path, STAMP), { force: true });
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY') throw storageError(error, path);
  });
}

async function readStamp(path: string): Promise<{ pins?: string; hash?: string } | undefined> {
  try {
    return parseJson(await readFile(path, 'utf8'), path) as { pins?: string; hash?: string };
  } catch {
    return undefined;
  }
}

/** One hash of the names and the bytes of every file below a folder, but for the stamp. */
async function hashOfFiles(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== STAMP)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const lines = new Array<string>(files.length);
  await eachInParallel(files.length, async (k) => {
    lines[k] = `${await sha256File(files[k]!)}  ${files[k]!.slice(folder.length)}`;
  });
  return sha256(lines.join('\n'));
}
