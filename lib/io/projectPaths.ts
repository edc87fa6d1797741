import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentPath } from './environmentPath.js';

/** The folder of the package `cliplab`: `lib` of a checkout, or where npm has put it. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('cliplab: no package.json above ' + import.meta.url);
    folder = parent;
  }
  return folder;
}

/** Whether this is the package as npm installs it, which holds its own `data`, and no checkout. */
export const isInstalledPackage = (): boolean => existsSync(join(packageFolder(), 'data'));

/** The checkout's root, or the folder of the installed package. */
export const projectRoot = (): string => (isInstalledPackage() ? packageFolder() : dirname(packageFolder()));

/** The data that comes with cliplab: `data/`. The installed package holds a part of it. */
export function dataDirectory(): string {
  return join(projectRoot(), 'data');
}

/**
 * `cliplab` in the folder where the system keeps the caches of a user's programs: one for all of the user's projects.
 */
function userCache(): string {
  const usual = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache');
  return join(environmentPath('XDG_CACHE_HOME') ?? usual, 'cliplab');
}

/**
 * What can be made again (downloads, shards, embeddings; of the installed package, TensorFlow's library):
 * `CLIPLAB_CACHE`, or `.cache/` in the checkout, or the user's cache.
 */
export function cacheDirectory(): string {
  return environmentPath('CLIPLAB_CACHE') ?? (isInstalledPackage() ? userCache() : join(projectRoot(), '.cache'));
}
