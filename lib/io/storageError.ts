import { relative } from 'node:path';
import { cacheDirectory } from './projectPaths.js';
import { UserError } from './userError.js';

const NULL_BYTE = 'null byte';

/**
 * What the system may say of a file or folder, why, and what to do; `*` is where a remedy says how another place is
 * chosen.
 */
const FAULTS: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  EACCES: ['you may not go there', 'choose another place* or change its permissions'],
  EBUSY: ['another program holds it', 'end that program and run the command again'],
  EDQUOT: ['the disk quota is used up', 'make room and run the command again'],
  EEXIST: ['a file of that name is there', 'choose another place* or move the file away'],
  EFBIG: ['the file is larger than the disk allows', 'choose a place on another disk*'],
  EIO: ['the disk reports a fault', 'look at the disk, or choose a place on another one*'],
  EISDIR: ['a folder of that name is there', 'give the path of a file*'],
  ELOOP: ['its links lead in a circle', 'remove the links or choose another place*'],
  EMFILE: ['too many files are open', 'allow more (ulimit -n 4096) and run the command again'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter one*'],
  ENFILE: ['too many files are open on this machine', 'end other programs and run the command again'],
  ENODEV: ['its disk is gone', 'choose another place*'],
  ENOENT: ['nothing can be made there', 'choose another place*'],
  ENOSPC: ['the disk is full', 'make room and run the command again'],
  ENOTDIR: ['a part of its path is not a folder', 'choose another place*'],
  ENOTEMPTY: ['the folder is not empty', 'choose another place* or empty it'],
  ENXIO: ['it is no file', 'choose another place*'],
  EPERM: ['you may not go there', 'choose another place* or change its permissions'],
  EROFS: ['the disk is read-only', 'choose a place on another one*'],
  ESTALE: ['its disk is gone', 'choose another place*'],
  [NULL_BYTE]: ['a name has no null byte', 'give the path without it*'],
  ETXTBSY: ['another program holds it', 'end that program and run the command again'],
};

const NOT_THERE = ['it is not there', 'give the path of one that is*'] as const;

/** How the user chose the folder that `path` is in, where that is known here. */
function chosenBy(path: string): string {
  const inside = relative(cacheDirectory(), path);
  return inside.startsWith('..') || inside.startsWith('/') ? '' : 'CLIPLAB_CACHE';
}

/** A file or folder that the system does not let us write or read, in one sentence with a remedy. */
export class StorageError extends UserError {
  /**
   * @param path what could not be written or read
   * @param code the system's, such as `ENOSPC`; one that `isStorageFault` knows
   * @param deed what failed
   * @param chosen the flag or the variable by which the user chose that place; empty where there is none
   */
  constructor(
    readonly path: string,
    readonly code: string,
    readonly deed: 'written' | 'read' = 'written',
    chosen = chosenBy(path),
  ) {
    const [reason, remedy] = deed === 'read' && code === 'ENOENT' ? NOT_THERE : FAULTS[code]!;
    super(`${path} cannot be ${deed}: ${reason}; ${remedy.replace('*', chosen && ` (${chosen})`)}.`);
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | undefined)?.code);

/** What the system never gets to see: Node refuses a path with a null byte, which no name can have. */
const isNullByte = (error: unknown): boolean =>
  codeOf(error) === 'ERR_INVALID_ARG_VALUE' && (error as Error).message.includes('without null bytes');

/** An error of writing `path` as one sentence with a remedy; any other error as it is. */
export function storageError(error: unknown, path: string): unknown {
  if (isNullByte(error)) return new StorageError(JSON.stringify(path), NULL_BYTE);
  return codeOf(error) in FAULTS ? new StorageError(path, codeOf(error)) : error;
}

const READING = new Set(['open', 'read', 'stat', 'lstat', 'scandir', 'opendir', 'readlink', 'access']);

/**
 * An error of the system about a file or folder as one sentence, whichever call it comes from; undefined for any other
 * error.
 */
export function systemStorageError(error: unknown): StorageError | undefined {
  if (error instanceof StorageError) return error;
  if (isNullByte(error))
    return new StorageError(/Received (.+)$/s.exec((error as Error).message)![1]!, NULL_BYTE, 'read');
  const { path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (!(codeOf(error) in FAULTS) || syscall === undefined || syscall.startsWith('spawn')) return undefined;
  return new StorageError(path ?? 'a file', codeOf(error), READING.has(syscall) ? 'read' : 'written');
}
