import { join } from 'node:path';
import { runJob } from './runJob.mjs';

/**
 * A job that is a verb of the `cliplab` command line.
 * @param {string} verb
 * @returns {import('../run.mjs').Job}
 */
export function runCli(verb) {
  return (folders, args, env) =>
    runJob(process.execPath, [join(folders.lib, 'bin', 'cliplab.mjs'), verb, ...args], { cwd: folders.root, env });
}
