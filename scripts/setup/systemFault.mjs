/**
 * What the system may say of a file or folder, why, and what to do. As in `lib/io/storageError.ts`, which is not there
 * before set-up.
 * @type {Record<string, readonly [reason: string, remedy: string]>}
 */
export const FAULTS = {
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
  ETXTBSY: ['another program holds it', 'end that program and run the command again'],
};

/** Codes of a checkout that belongs to somebody else. */
const NOT_OURS = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * An error of the system about a file or folder, in one sentence; undefined for any other error.
 * @param {unknown} error
 * @param {{ root: string, cache: string, state: string }} folders of the checkout
 * @returns {string | undefined}
 */
export function systemFault(error, { root, cache, state }) {
  const { code = '', path, dest, syscall } = /** @type {NodeJS.ErrnoException & { dest?: string }} */ (error ?? {});
  const fault = FAULTS[code];
  if (fault === undefined || syscall === undefined || syscall.startsWith('spawn')) return undefined;
  const place = dest ?? path;
  const [reason, remedy] = fault;
  if (
    place !== undefined &&
    NOT_OURS.has(code) &&
    place.startsWith(root) &&
    !(cache !== state && place.startsWith(cache))
  )
    return `${place} cannot be used: ${reason}; this checkout may be another user's: clone one of your own, or change the owner of this one.`;
  const chosen = cache !== state && place?.startsWith(cache) ? ' (CLIPLAB_CACHE)' : '';
  return `${place ?? 'a file'} cannot be used: ${reason}; ${remedy.replace('*', chosen)}.`;
}
