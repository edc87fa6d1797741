#!/usr/bin/env node
/**
 * The project's commands: `node scripts/run.mjs COMMAND [arguments]`. Each sets up what it needs and is missing, then does its job.
 * Plain JavaScript without packages, for it runs before there are any.
 */
import { runBench } from './commands/runBench.mjs';
import { runCli } from './commands/runCli.mjs';
import { runDoctor } from './commands/runDoctor.mjs';
import { runTests } from './commands/runTests.mjs';
import { startLab } from './commands/startLab.mjs';
import { checkMachine } from './setup/checkMachine.mjs';
import { ensureReady } from './setup/ensureReady.mjs';
import { jobEnvironment } from './setup/jobEnvironment.mjs';
import { projectFolders } from './setup/projectFolders.mjs';
import { ENGINE, WHOLE } from './setup/projectSteps.mjs';
import { SetupError } from './setup/setupError.mjs';

/** @typedef {(folders: import('./setup/projectFolders.mjs').Folders, args: string[], env: NodeJS.ProcessEnv) => Promise<number>} Job */

/** @type {Job} */
async function announceReady() {
  process.stdout.write('cliplab is set up: `npm run figures` draws every figure, `npm run lab` opens the notebooks.\n');
  return 0;
}

/** @type {Record<string, { needs: readonly string[], job: Job }>} */
const COMMANDS = {
  setup: { needs: WHOLE, job: announceReady },
  figures: { needs: WHOLE, job: runCli('figures') },
  test: { needs: WHOLE, job: runTests },
  lab: { needs: WHOLE, job: startLab },
  bench: { needs: ENGINE, job: runBench },
  train: { needs: ENGINE, job: runCli('train') },
  doctor: { needs: [], job: runDoctor },
};

/** @param {string[]} words */
async function main([name = '', ...args]) {
  const command = COMMANDS[name];
  if (!command)
    throw new SetupError(`There is no command "${name}": choose one of ${Object.keys(COMMANDS).join(', ')}.`);
  checkMachine();
  const folders = projectFolders();
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, interrupt);
  await ensureReady(folders, command.needs, interrupted.signal);
  for (const signal of signals) process.off(signal, interrupt);
  return command.job(folders, args, jobEnvironment(folders));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof SetupError) {
    const { details, logFile, message } = error;
    if (details) process.stderr.write(details.replaceAll(/^/gm, '    ') + '\n');
    process.stderr.write(`cliplab: ${message}${logFile ? ` (whole log: ${logFile})` : ''}\n`);
    process.exitCode = 1;
  } else if (error instanceof Error && error.name === 'AbortError') {
    process.stderr.write('cliplab: interrupted; the next command goes on from here\n');
    process.exitCode = 130;
  } else throw error;
}
