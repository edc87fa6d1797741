import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../../io/userError.js';

/**
 * The files of an ending below an unpacked package, by their paths from it on with `/`, sorted.
 * @throws UserError where it is not there
 */
export async function filesBelow(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UserError(`${folder} cannot be listed (${error.code}); fetch it with fetchDeb.`, { cause: error });
    },
  );
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
