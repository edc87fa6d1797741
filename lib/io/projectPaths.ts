import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentPath } from './environmentPath.js';

/** The checkout's root: the nearest folder above this file that holds `notebooks` and `data`. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, 'notebooks')) && existsSync(join(folder, 'data')))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('cliplab: no project root above ' + import.meta.url);
    folder = parent;
  }
  return folder;
}

/** The committed data: `data/`. */
export function dataDirectory(): string {
  return join(projectRoot(), 'data');
}

/** What can be made again (downloads, shards, embeddings): `CLIPLAB_CACHE`, or `.cache/` in the checkout. */
export function cacheDirectory(): string {
  return environmentPath('CLIPLAB_CACHE') ?? join(projectRoot(), '.cache');
}
