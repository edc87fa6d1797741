import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { namingFile } from './namingFile.mjs';

/**
 * Of one name, for whatever is replaced is so by one process at a time, under the set-up's lock: what a killed one left
 * goes.
 * @param {string} path
 */
function temporaryBeside(path) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  rmSync(temporary, { force: true });
  return temporary;
}

/**
 * Writes a whole file or leaves the old one as it was.
 * @param {string} path
 * @param {string | Uint8Array} data
 */
export function replaceFile(path, data) {
  const temporary = temporaryBeside(path);
  try {
    const file = openSync(temporary, 'wx');
    try {
      const bytes = Buffer.from(data);
      namingFile(path, () => {
        for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
        fsyncSync(file);
      });
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Points a symbolic link at `target`, in place of whatever stood there.
 * @param {string} path
 * @param {string} target
 */
export function replaceLink(path, target) {
  const temporary = temporaryBeside(path);
  symlinkSync(target, temporary);
  if (linkTarget(path) === undefined) rmSync(path, { recursive: true, force: true });
  renameSync(temporary, path);
}

/**
 * What a symbolic link points at; undefined where there is none.
 * @param {string} path
 */
export function linkTarget(path) {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
