import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where everything of a checkout lies.
 * @typedef {object} Folders
 * @property {string} root the checkout
 * @property {string} state what belongs to this checkout alone: lock, logs, Jupyter's own files
 * @property {string} logs one log a set-up step
 * @property {string} cache what can be made again and may be shared between checkouts: `CLIPLAB_CACHE`, or `.cache`
 * @property {string} lib the package's sources
 * @property {string} dist the compiled package
 * @property {string} nodeModules npm's packages
 * @property {string} venv Python's packages
 * @property {string} notebooks what people open
 */

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The folder that `CLIPLAB_CACHE` names, as `environmentPath` of lib reads it: blank is unset, and `~/` is the home folder.
 * @param {string} value
 * @returns {string | undefined}
 */
function chosenCache(value) {
  if (value.trim() === '') return undefined;
  return /^~(\/|$)/.test(value) ? join(homedir(), value.slice(1)) : resolve(value);
}

/**
 * @param {string} [root] the checkout; this one unless told
 * @param {string} [cache] the cache; `CLIPLAB_CACHE` or `.cache` in the checkout unless told
 * @returns {Folders}
 */
export function projectFolders(root = CHECKOUT, cache = process.env['CLIPLAB_CACHE'] ?? '') {
  const top = resolve(root);
  const state = join(top, '.cache');
  return {
    root: top,
    state,
    logs: join(state, 'logs'),
    cache: chosenCache(cache) ?? state,
    lib: join(top, 'lib'),
    dist: join(top, 'lib', 'dist'),
    nodeModules: join(top, 'node_modules'),
    venv: join(top, '.venv'),
    notebooks: join(top, 'notebooks'),
  };
}
