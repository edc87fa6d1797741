import { relative, resolve } from 'node:path';
import { StorageError, systemStorageError } from '../io/storageError.js';
import { UserError } from '../io/userError.js';

/** A place that the user chose, or could have chosen, by a flag. */
export interface ChosenPlace {
  /** Such as `--out`. */
  readonly flag: string;
  readonly path: string;
}

function contains(folder: string, path: string): boolean {
  const inside = relative(resolve(folder), resolve(path));
  return inside === '' || !(inside === '..' || inside.startsWith('../') || inside.startsWith('/'));
}

/** The same, its remedy naming the flag that chose the place. */
function withFlag(error: StorageError, places: readonly ChosenPlace[]): StorageError {
  const [nearest] = places
    // The folder that cannot be made may be one above the place that was chosen.
    .filter(({ path }) => contains(path, error.path) || contains(error.path, path))
    .sort((a, b) => resolve(b.path).length - resolve(a.path).length);
  return nearest ? new StorageError(error.path, error.code, error.deed, nearest.flag) : error;
}

/** Something to be told to the user as it is; `SetupError` is that of `lib/setup`. */
function isTold(error: unknown): error is Error {
  return error instanceof UserError || (error instanceof Error && error.name === 'SetupError');
}

/**
 * What went wrong, in one sentence: a user's mistake with its remedy, what the system refuses with the flag that chose
 * the place, and anything else as a fault of cliplab's own.
 * @param places what flags say of files and folders
 */
export function errorSentence(error: unknown, places: readonly ChosenPlace[]): string {
  const storage = systemStorageError(error);
  if (storage) return withFlag(storage, places).message;
  if (isTold(error)) return error.message;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [first = ''] = said.split('\n');
  return `this is a fault of cliplab itself (${first}): run the command again with CLIPLAB_DEBUG=1 to see where it is, and report it.`;
}
