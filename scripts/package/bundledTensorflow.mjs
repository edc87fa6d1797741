import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const TENSORFLOW = '@tensorflow/tfjs-node-gpu';

/** What its JavaScript imports; the others of its dependencies are its install script's. */
const IMPORTED = ['@mapbox/node-pre-gyp', '@tensorflow/tfjs', 'google-protobuf', 'progress'];

/**
 * Whether a file is needed to run or to compile the binding: its JavaScript without the tests, and the binding's
 * sources.
 */
const isNeeded = (/** @type {string} */ path) =>
  /^binding\/\w+\.(cc|h)$/.test(path) || (/^dist\/.*\.js$/.test(path) && !/_test\.js$|run_tests\.js$/.test(path));

/** @param {string} folder of a package */
const packageFile = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/**
 * Puts TensorFlow's binding for Node into a package that is made, as a bundled dependency. As it is published it has an
 * install script that fetches another TensorFlow from a server of its own, hundreds of megabytes that our set-up does
 * not use; so it comes without.
 * @param {string} nodeModules where npm has installed it
 * @param {string} to the package that is made
 * @returns {Record<string, string>} what it imports, by the versions it is tested with here: npm takes a bundle for
 *   whole and does not fetch what a package in it depends on, so that this must be a dependency of the package that is
 *   made
 */
export function bundleTensorflow(nodeModules, to) {
  const from = join(nodeModules, TENSORFLOW);
  const home = join(to, 'node_modules', TENSORFLOW);
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter(isNeeded);
  for (const path of files) cpSync(join(from, path), join(home, path));
  const { name, version, main, license, repository, binary } = packageFile(from);
  const dependencies = Object.fromEntries(IMPORTED.map((each) => [each, packageFile(join(nodeModules, each)).version]));
  const bare = { name, version, main, license, repository, dependencies, binary };
  writeFileSync(join(home, 'package.json'), JSON.stringify(bare, null, 2) + '\n');
  return dependencies;
}
