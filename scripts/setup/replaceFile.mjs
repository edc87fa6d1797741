import { randomUUID } from 'node:crypto';
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

/** @param {string} path */
function temporaryBeside(path) {
  mkdirSync(dirname(path), { recursive: true });
  return `${path}.${randomUUID().slice(0, 8)}.tmp`;
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
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      fsyncSync(file);
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
