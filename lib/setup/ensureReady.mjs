import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { createReporter } from './createReporter.mjs';
import { makeFolder } from './makeFolder.mjs';
import { runSteps, stepsFor } from './runSteps.mjs';
import { withLocks } from './withLock.mjs';

/** @param {string} folder */
function canWrite(folder) {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A checkout's own, and that of a cache it shares with others: a set-up of each would make the same things there.
 * @param {import('./folders.mjs').Folders} folders
 */
function locksOf({ state, cache }) {
  const shared = cache !== state && canWrite(cache);
  return [state, ...(shared ? [cache] : [])].map((folder) => join(folder, 'setup.lock'));
}

/**
 * Does whatever of the wanted steps is missing, with progress on standard error; silent where nothing is.
 * @param {import('./folders.mjs').Folders} folders
 * @param {readonly import('./runSteps.mjs').Step[]} all
 * @param {readonly string[]} wanted names of steps
 * @param {AbortSignal} [signal]
 */
export async function ensureReady(folders, all, wanted, signal) {
  const steps = stepsFor(all, wanted);
  if (steps.every((step) => step.missing() === undefined)) return;
  // What cannot be kept is not fetched.
  for (const folder of [folders.state, folders.cache]) makeFolder(folder);
  /** @param {string} who */
  const onWait = (who) => process.stderr.write(`cliplab: waiting for another set-up to end, ${who}\n`);
  await withLocks(
    locksOf(folders),
    async (lock) => {
      process.stderr.write('cliplab: setting up what is missing\n');
      const reporter = createReporter();
      try {
        await runSteps(steps, { logs: folders.logs, reporter, lock, ...(signal && { signal }) });
      } finally {
        reporter.close();
      }
    },
    { onWait, ...(signal && { signal }) },
  );
}
