import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of an npm package that cliplab depends on, as Node looks for it: in `node_modules` of the nearest folder
 * that has it there. Where nothing is installed yet, the place where a checkout has it.
 * @param {import('./folders.mjs').Folders} folders
 * @param {string} name
 */
export function npmPackage({ root, lib }, name) {
  for (let folder = lib; dirname(folder) !== folder; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
  }
  return join(root, 'node_modules', name);
}
