import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmProgram } from '../setup/npmPackages.mjs';
import { pinnedFolder } from '../setup/pinnedFolder.mjs';
import { pinnedPython } from '../setup/pinnedPython.mjs';
import { runQuietly } from '../../lib/setup/runQuietly.mjs';

/** @typedef {import('../setup/projectFolders.mjs').Folders} Folders */

/**
 * The Python environment of the peers (PyTorch, transformers, open_clip, PIL, scikit-learn), apart from the project's
 * own: about 2 GB.
 * @param {Folders} folders
 */
export function peerPython(folders) {
  return pinnedPython(folders, 'bench', join(folders.root, 'scripts', 'bench', 'requirements.txt'), 'peers');
}

/**
 * The peers on npm (transformers.js and its ONNX Runtime), without install scripts: about 700 MB.
 * @param {Folders} folders
 */
export async function peerPackages(folders) {
  const folder = join(folders.state, 'bench-npm');
  const pins = join(folders.root, 'scripts', 'bench', 'peers.json');
  await pinnedFolder(folder, pins, async () => {
    process.stderr.write('cliplab bench: installing the peers on npm, once\n');
    copyFileSync(pins, join(folder, 'package.json'));
    const { program, args } = npmProgram();
    const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
    await runQuietly(program, [...args, ...flags], { cwd: folder, logFile: join(folders.logs, 'bench-npm.log') });
  });
}
