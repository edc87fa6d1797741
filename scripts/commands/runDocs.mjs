import { join } from 'node:path';
import { runJob } from './runJob.mjs';

/**
 * The reference of the package, in figures/api.
 * @type {import('../run.mjs').Job}
 */
export function runDocs({ root }, _args, env) {
  return runJob(process.execPath, [join(root, 'scripts', 'make_docs.mjs')], { cwd: root, env });
}
