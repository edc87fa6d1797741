import { missingNpmPackage } from '../setup/npmPackages.mjs';
import { hasBuild } from '../setup/libBuild.mjs';
import { projectStatus } from '../setup/projectStatus.mjs';
import { runCli } from './runCli.mjs';

/**
 * The full report where the package is compiled; in a bare clone, what the set-up lacks. Changes nothing.
 * @type {import('../run.mjs').Job}
 */
export async function runDoctor(folders, args, env) {
  if (hasBuild(folders) && missingNpmPackage(folders.root) === undefined) return runCli('doctor')(folders, args, env);
  const rows = projectStatus(folders);
  if (args.includes('--json')) {
    const stated = rows.map(({ ok, ...row }) => ({ ...row, state: ok ? 'ok' : 'missing' }));
    process.stdout.write(JSON.stringify({ ok: false, rows: stated }, null, 2) + '\n');
    return 1;
  }
  for (const { name, ok, detail } of rows) process.stdout.write(`${ok ? 'ok     ' : 'missing'}  ${name}: ${detail}\n`);
  process.stdout.write(
    '\nThis checkout is not set up: run `npm run setup` (about two minutes, 2 GB), then `npm run doctor` says more.\n',
  );
  return 1;
}
