import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eachInParallel } from '../io/eachInParallel.js';
import { readOwnFile } from '../io/ownFile.js';
import { startProgress } from '../io/progress.js';
import { cacheDirectory } from '../io/projectPaths.js';
import { sha256, sha256File } from '../io/sha256.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';

/** Fewer files are hashed without a word. */
const WORTH_SHOWING = 1000;

/** @throws UserError where the system refuses the file, such as one behind a link into /proc */
async function read<T>(path: string, how: (path: string) => Promise<T>): Promise<T> {
  try {
    return await how(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UserError(`${path} cannot be read (${code}); check it and its permissions, or leave it out.`, {
      cause: error,
    });
  }
}

/**
 * One hash of the contents of some files and of what they are called. It is remembered in the cache for as long as the
 * files' names, sizes, times and places stay: a dataset is read once for it.
 * @throws UserError naming a file that cannot be read
 */
export async function contentHash(
  label: string,
  files: readonly { readonly name: string; readonly path: string }[],
): Promise<string> {
  const signs = new Array<string>(files.length);
  await eachInParallel(files.length, async (k) => {
    const { size, mtimeNs, ino } = await read(files[k]!.path, (path) => stat(path, { bigint: true }));
    signs[k] = [files[k]!.name, files[k]!.path, size, mtimeNs, ino].join('\t');
  });
  const memo = join(cacheDirectory(), 'content-hashes', sha256(signs.join('\n')));
  const known = (await readOwnFile(memo))?.toString('utf8').trim() ?? '';
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const progress = files.length < WORTH_SHOWING ? undefined : startProgress(`hash ${label}`, 'files', files.length);
  const lines = new Array<string>(files.length);
  await eachInParallel(files.length, async (k) => {
    lines[k] = `${await read(files[k]!.path, sha256File)}  ${files[k]!.name}`;
    progress?.advance();
  });
  progress?.finish();
  const hash = sha256(lines.join('\n'));
  await writeFileAtomic(memo, hash + '\n');
  return hash;
}
