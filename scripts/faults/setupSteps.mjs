import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runSteps } from '../../lib/setup/runSteps.mjs';
import { withLock } from '../../lib/setup/withLock.mjs';
import { projectFolders } from '../setup/projectFolders.mjs';

const none = () => undefined;

/**
 * Lets pip know the wheels of one folder and nothing else, so that no kill costs the package index anything.
 * @param {string} wheels
 */
export function pipFrom(wheels) {
  const settings = {
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: pathToFileURL(wheels).href,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_NO_COMPILE: '1',
  };
  Object.assign(process.env, settings);
}

/**
 * A checkout with nothing in it, but with the Python of this one.
 * @param {string} root
 */
export function bareFolders(root) {
  const folders = { ...projectFolders(root, join(root, 'cache')), venv: projectFolders().venv };
  mkdirSync(folders.cache, { recursive: true });
  return folders;
}

/**
 * Does one step of set-up in a checkout, as set-up does it, and leaves no log of its attempts.
 * @param {import('../setup/projectFolders.mjs').Folders} folders
 * @param {import('../../lib/setup/runSteps.mjs').Step} step
 */
export async function performStep(folders, step) {
  const reporter = { started: none, noted: none, ended: none };
  await withLock(join(folders.state, 'setup.lock'), (lock) =>
    runSteps([{ ...step, needs: [] }], { logs: folders.logs, reporter, lock }),
  );
  rmSync(folders.logs, { recursive: true, force: true });
}
