import { join } from 'node:path';
import { testPython } from '../setup/testPython.mjs';
import { runJob } from './runJob.mjs';

/**
 * Whether what cliplab writes opens in the tools that it is written for; installs those in Python first. From then on
 * `npm test` runs these as well.
 * @type {import('../run.mjs').Job}
 */
export async function runReaderTests(folders, args, env) {
  await testPython(folders);
  const vitest = join(folders.nodeModules, 'vitest', 'vitest.mjs');
  const tests = ['test/weights/savedModel.test.ts', 'test/datasets/interchange.test.ts'];
  return runJob(process.execPath, [vitest, 'run', ...tests, ...args], { cwd: folders.root, env });
}
