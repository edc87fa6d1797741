import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Those of a checkout.
 * @typedef {import('../../lib/setup/folders.mjs').Folders & { nodeModules: string, notebooks: string }} Folders
 */

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The folder that `CLIPLAB_CACHE` names, as `environmentPath` of lib reads it: blank is unset, and `~/` is the home
 * folder.
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
    requirements: join(top, 'scripts', 'requirements.lock'),
    packageFiles: ['bin/jupyter', 'bin/jupyter-lab'],
    command: 'npm run setup',
  };
}
