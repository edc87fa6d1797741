import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** @param {string} path */
function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Makes a folder and those above it, level by level: Node's own recursive call does not end in `/proc`. As `makeFolder`
 * of lib.
 * @param {string} folder
 */
export function makeFolder(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT' && dirname(folder) !== folder && !isFolder(dirname(folder))) {
      makeFolder(dirname(folder));
      makeFolder(folder);
    } else if (!isFolder(folder)) throw error;
  }
}
