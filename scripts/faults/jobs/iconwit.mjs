import { join } from 'node:path';
import { buildIconWit } from '../../../lib/dist/datasets/iconwit/buildIconWit.js';
import { tinyCollection } from '../tinyCollection.mjs';

/** The data build on a collection of a few icons: rendered packs, shards, manifest, summary. */
export default async function prepare(/** @type {string} */ home) {
  const modules = tinyCollection(join(home, 'icons'));
  const options = { modules, workers: 1, minAuthors: 2, imageSize: 32, shardSize: 3, maxFailedShare: 0.1 };
  return async (/** @type {string} */ folder) => void (await buildIconWit({ ...options, cache: folder }));
}
