import { join } from 'node:path';
import { findPython } from '../../lib/setup/findPython.mjs';
import { pinnedFolder } from './pinnedFolder.mjs';
import { pipEnvironment } from '../../lib/setup/pythonEnvironment.mjs';
import { runQuietly } from '../../lib/setup/runQuietly.mjs';

/**
 * A Python environment apart from the project's own, installed once.
 * @param {import('./projectFolders.mjs').Folders} folders
 * @param {string} command whose it is: `<command>-venv` is its folder, `<command>-python.log` its log
 * @param {string} pins the file of its packages
 * @param {string} what is installed, for who waits
 */
export async function pinnedPython(folders, command, pins, what) {
  const folder = join(folders.state, `${command}-venv`);
  await pinnedFolder(folder, pins, async () => {
    process.stderr.write(`cliplab ${command}: installing the ${what} in Python, once (a few minutes)\n`);
    const options = {
      cwd: folders.root,
      logFile: join(folders.logs, `${command}-python.log`),
      env: pipEnvironment(folders),
    };
    await runQuietly(findPython().program, ['-m', 'venv', folder], options);
    const flags = ['--only-binary', ':all:', '--progress-bar', 'off', '--requirement', pins];
    await runQuietly(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', ...flags], options);
  });
}
