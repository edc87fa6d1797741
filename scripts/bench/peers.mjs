import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findPython } from '../setup/findPython.mjs';
import { npmProgram } from '../setup/npmPackages.mjs';
import { pipEnvironment } from '../setup/pythonEnvironment.mjs';
import { replaceFile } from '../setup/replaceFile.mjs';
import { runQuietly } from '../setup/runQuietly.mjs';

/** @typedef {import('../setup/projectFolders.mjs').Folders} Folders */

/**
 * Installs what a file pins into a folder, unless just that is there already. A folder is whole when its stamp is.
 * @param {string} folder
 * @param {string} pins the file
 * @param {() => Promise<void>} install
 */
export async function ensure(folder, pins, install) {
  const stamp = join(folder, 'installed.sha256');
  const wanted = createHash('sha256').update(readFileSync(pins)).update(folder).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await install();
  replaceFile(stamp, wanted);
}

/**
 * The Python environment of the peers (PyTorch, transformers, open_clip, PIL, scikit-learn), apart from the project's own: about 2 GB.
 * @param {Folders} folders
 */
export async function peerPython(folders) {
  const folder = join(folders.state, 'bench-venv');
  const pins = join(folders.root, 'scripts', 'bench', 'requirements.txt');
  await ensure(folder, pins, async () => {
    process.stderr.write('cliplab bench: installing the peers in Python, once (a few minutes)\n');
    const options = {
      cwd: folders.root,
      logFile: join(folders.logs, 'bench-python.log'),
      env: pipEnvironment(folders),
    };
    await runQuietly(findPython().program, ['-m', 'venv', folder], options);
    const flags = ['--only-binary', ':all:', '--progress-bar', 'off', '--requirement', pins];
    await runQuietly(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', ...flags], options);
  });
}

/**
 * The peers on npm (transformers.js and its ONNX Runtime), without install scripts: about 700 MB.
 * @param {Folders} folders
 */
export async function peerPackages(folders) {
  const folder = join(folders.state, 'bench-npm');
  const pins = join(folders.root, 'scripts', 'bench', 'peers.json');
  await ensure(folder, pins, async () => {
    process.stderr.write('cliplab bench: installing the peers on npm, once\n');
    copyFileSync(pins, join(folder, 'package.json'));
    const { program, args } = npmProgram();
    const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
    await runQuietly(program, [...args, ...flags], { cwd: folder, logFile: join(folders.logs, 'bench-npm.log') });
  });
}
