#!/usr/bin/env node
/**
 * What Jupyter starts: `node scripts/kernel.mjs CONNECTION_FILE`. Brings the compiled lib up to date, so that an edit
 * is seen after a restart of the kernel, and becomes the kernel. Where lib does not compile, the last build that did
 * runs, and says so here and in CLIPLAB_STALE_BUILD, which the kernel shows with the first cell.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endSentence } from './setup/endPlainly.mjs';
import { hasBuild, libBuild, staleBuild } from './setup/libBuild.mjs';
import { projectFolders } from './setup/projectFolders.mjs';
import { runSteps } from '../lib/setup/runSteps.mjs';
import { SetupError } from '../lib/setup/setupError.mjs';
import { withLock } from '../lib/setup/withLock.mjs';

const SILENT = { started: () => undefined, noted: () => undefined, ended: () => undefined };
const folders = projectFolders();

try {
  if (staleBuild(folders) !== undefined) {
    const step = { ...libBuild(folders), needs: [] };
    await withLock(
      join(folders.state, 'setup.lock'),
      (lock) => runSteps([step], { logs: folders.logs, reporter: SILENT, lock }),
      { onWait: (who) => process.stderr.write(`cliplab: the kernel waits for a set-up to end, ${who}\n`) },
    );
  }
} catch (error) {
  const end = hasBuild(folders) ? 'The kernel runs the last lib that compiled.' : 'There is no earlier build to run.';
  const words = `cliplab: ${endSentence(error)} ${end}\n${error instanceof SetupError ? error.details : ''}\n`;
  process.stderr.write(words);
  if (!hasBuild(folders)) process.exit(1);
  process.env['CLIPLAB_STALE_BUILD'] = words;
}

await import(pathToFileURL(join(folders.dist, 'kernel', 'main.js')).href);
