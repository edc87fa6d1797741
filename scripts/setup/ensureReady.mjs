import { join } from 'node:path';
import { createReporter } from './createReporter.mjs';
import { projectSteps } from './projectSteps.mjs';
import { runSteps, stepsFor } from './runSteps.mjs';
import { withLock } from './withLock.mjs';

/**
 * Does whatever of the wanted steps is missing, with progress on standard error; silent where nothing is.
 * @param {import('./projectFolders.mjs').Folders} folders
 * @param {readonly string[]} wanted names of steps
 * @param {AbortSignal} [signal]
 */
export async function ensureReady(folders, wanted, signal) {
  const steps = stepsFor(projectSteps(folders), wanted);
  if (steps.every((step) => step.missing() === undefined)) return;
  /** @param {number} pid */
  const onWait = (pid) => process.stderr.write(`cliplab: waiting for another set-up (process ${pid}) to end\n`);
  await withLock(
    join(folders.state, 'setup.lock'),
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
