import { join } from 'node:path';
import { ensure } from '../bench/peers.mjs';
import { findPython } from './findPython.mjs';
import { pipEnvironment } from './pythonEnvironment.mjs';
import { runQuietly } from './runQuietly.mjs';

/**
 * The Python environment of other tools' readers (transformers, open_clip, webdataset, pandas), which open what cliplab writes: about 1.4 GB
 * with a PyTorch without CUDA.
 * @param {import('./projectFolders.mjs').Folders} folders
 */
export async function testPython(folders) {
  const folder = join(folders.state, 'test-venv');
  const pins = join(folders.root, 'test', 'requirements.txt');
  await ensure(folder, pins, async () => {
    process.stderr.write('cliplab test: installing the readers in Python, once (a few minutes)\n');
    const options = {
      cwd: folders.root,
      logFile: join(folders.logs, 'test-python.log'),
      env: pipEnvironment(folders),
    };
    await runQuietly(findPython().program, ['-m', 'venv', folder], options);
    const flags = ['--only-binary', ':all:', '--progress-bar', 'off', '--requirement', pins];
    await runQuietly(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', ...flags], options);
  });
}
