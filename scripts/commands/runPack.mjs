import { packPackage } from '../package/packPackage.mjs';

/**
 * `npm run pack`: the package as others install it.
 * @type {import('../run.mjs').Job}
 */
export async function runPack(folders) {
  const { path, bytes, files } = packPackage(folders, folders.root);
  process.stdout.write(`${path}: ${(bytes / 1e6).toFixed(1)} MB, ${files.length} files\n`);
  return 0;
}
