import { readFileSync } from 'node:fs';

/**
 * A JSON file's value; undefined where it is absent or torn, which here always means "make it again".
 * @param {string} path
 * @returns {any}
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
