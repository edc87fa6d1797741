import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleTensorflow, TENSORFLOW } from './bundledTensorflow.mjs';
import { pinnedLines } from './pinnedLines.mjs';

/** Folders of `lib` that are part of the package as they stand. */
const OF_LIB = ['bin', 'setup', 'engine/native', 'kernel/widgets/frontEnd'];

/**
 * What a user's own images, models and datasets need: no suite (20 MB), no models of the studies, no ledger of the
 * notebooks.
 */
const OF_DATA = ['models/mini-rn', 'models/near-duplicates', 'paper', 'prompts', 'vocabulary'];

const OF_ROOT = ['README.md', 'CHANGELOG.md', 'LICENSE'];

/** Of no use to who has no sources. */
const isLeftOut = (/** @type {string} */ path) => /\/(tsconfig\.json|claims\.json)$|\.(lock|tmp)$/.test(path);

/** @param {string} from @param {string} to */
const copy = (from, to) => cpSync(from, to, { recursive: true, filter: (path) => !isLeftOut(path) });

/**
 * The compiled lib without its maps, which lead to sources that are not in the package.
 * @param {string} from
 * @param {string} to
 */
function copyCompiled(from, to) {
  for (const path of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|d\.ts)$/.test(path)) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    const text = readFileSync(join(from, path), 'utf8');
    writeFileSync(join(to, path), text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'));
  }
}

/**
 * Lays out in an empty folder what `npm pack` makes the package of.
 * @param {import('../setup/projectFolders.mjs').Folders} folders of a checkout whose lib is compiled
 * @param {string} to
 */
export function stagePackage({ root, lib, dist, nodeModules, requirements }, to) {
  for (const name of OF_LIB) copy(join(lib, name), join(to, name));
  for (const name of OF_DATA) copy(join(root, 'data', name), join(to, 'data', name));
  for (const name of OF_ROOT) copy(join(root, name), join(to, name));
  copyCompiled(dist, join(to, 'dist'));
  writeFileSync(join(to, 'setup', 'requirements.txt'), pinnedLines(readFileSync(requirements, 'utf8')));
  const { dependencies, ...stated } = JSON.parse(readFileSync(join(lib, 'package.json'), 'utf8'));
  // It is for publishing as it is laid out here, and not out of the checkout.
  delete stated.private;
  const imported = bundleTensorflow(nodeModules, to);
  const made = { ...stated, dependencies: { ...dependencies, ...imported }, bundleDependencies: [TENSORFLOW] };
  writeFileSync(join(to, 'package.json'), JSON.stringify(made, null, 2) + '\n');
}
