import { UserError } from './userError.js';

/** What the system says when a disk takes no more, and what to do about it. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room and run the command again',
  EDQUOT: 'the disk quota is used up; make room and run the command again',
  EROFS: 'the disk is read-only; choose a folder on another one (CLIPLAB_CACHE, or --cache)',
  EACCES: 'you may not write there; choose another folder (CLIPLAB_CACHE, or --cache) or change its permissions',
  ENOTDIR: 'a part of its path is not a folder; choose another folder (CLIPLAB_CACHE, or --cache)',
  EPERM: 'you may not write there; choose another folder (CLIPLAB_CACHE, or --cache) or change its permissions',
};

/** An error of writing `path` as one sentence with a remedy; any other error as it is. */
export function storageError(error: unknown, path: string): unknown {
  const remedy = REMEDIES[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  return remedy ? new UserError(`${path} cannot be written: ${remedy}.`) : error;
}
