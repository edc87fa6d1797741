#!/usr/bin/env node
/**
 * The project's commands: `node scripts/run.mjs COMMAND [arguments]`. Each sets up what it needs and is missing, then
 * does its job. Plain JavaScript without packages, for it runs before there are any.
 */
import { constants } from 'node:os';
import { checkBench, runBench } from './commands/runBench.mjs';
import { runCli } from './commands/runCli.mjs';
import { runDocs } from './commands/runDocs.mjs';
import { runDoctor } from './commands/runDoctor.mjs';
import { runPack } from './commands/runPack.mjs';
import { runReaderTests } from './commands/runReaderTests.mjs';
import { runTests } from './commands/runTests.mjs';
import { startLab } from './commands/startLab.mjs';
import { checkMachine } from '../lib/setup/checkMachine.mjs';
import { endPlainly, tellEnd } from './setup/endPlainly.mjs';
import { ensureReady } from '../lib/setup/ensureReady.mjs';
import { findKnown } from './setup/findKnown.mjs';
import { jobEnvironment } from './setup/jobEnvironment.mjs';
import { hasBuild } from './setup/libBuild.mjs';
import { projectFolders } from './setup/projectFolders.mjs';
import { ENGINE, projectSteps, WHOLE } from './setup/projectSteps.mjs';
import { SetupError } from '../lib/setup/setupError.mjs';

/**
 * @typedef {(folders: import('./setup/projectFolders.mjs').Folders, args: string[], env: NodeJS.ProcessEnv) =>
 *   Promise<number>} Job
 */

/** @type {Job} */
async function announceReady() {
  process.stdout.write('cliplab is set up: `npm run figures` draws every figure, `npm run lab` opens the notebooks.\n');
  return 0;
}

/** @param {string} name */
const checkNoArguments = (name) => (/** @type {string[]} */ args) => {
  if (args.length > 0)
    throw new SetupError(`${name} takes no arguments, found ${args.join(' ')}: run \`npm run ${name}\`.`);
};

/**
 * Each with what it needs, and, where that can be told without it, what its words must be.
 * @type {Record<string, { needs: readonly string[], job: Job, check?: (args: string[]) => void }>}
 */
const COMMANDS = {
  setup: { needs: WHOLE, job: announceReady, check: checkNoArguments('setup') },
  figures: { needs: WHOLE, job: runCli('figures') },
  test: { needs: WHOLE, job: runTests },
  'test:readers': { needs: WHOLE, job: runReaderTests },
  docs: { needs: ['lib'], job: runDocs, check: checkNoArguments('docs') },
  lab: { needs: WHOLE, job: startLab },
  bench: { needs: ENGINE, job: runBench, check: checkBench },
  train: { needs: ENGINE, job: runCli('train') },
  pack: { needs: ['lib'], job: runPack, check: checkNoArguments('pack') },
  doctor: { needs: [], job: runDoctor },
};

const ABOUT = `Usage: npm run COMMAND [-- arguments]

  setup     sets up what is missing, inside the checkout
  figures   runs every notebook, or those named, and draws every figure
  test      lint, types and tests; arguments go to the tests
  docs      makes the reference of the package, in figures/api
  lab       JupyterLab on notebooks/; arguments go to it
  bench     every benchmark, or the one named
  train     trains the mini-CLIP again
  pack      makes the package, cliplab-VERSION.tgz
  doctor    what runs here, and the remedy for what does not

Each sets up what it needs. \`npm run figures -- --help\` says more of figures,
and so for train and doctor, once the checkout is set up.
`;

/** Commands whose arguments the compiled command line explains, where there is one. */
const EXPLAINED = ['figures', 'train', 'doctor'];

/**
 * @param {string} name
 * @param {string[]} args
 */
function findCommand(name, args) {
  const command = findKnown('command', name, COMMANDS);
  command.check?.(args);
  return command;
}

/** @type {NodeJS.Signals | undefined} */
let endedBy;

/** @param {string[]} words */
async function main([name, ...args]) {
  checkMachine();
  const folders = projectFolders();
  const help = name === undefined || [name, ...args].some((word) => word === '--help' || word === '-h');
  if (help && !(EXPLAINED.includes(name ?? '') && hasBuild(folders))) {
    process.stdout.write(ABOUT);
    return name === undefined ? 1 : 0;
  }
  const command = findCommand(name ?? '', args);
  const interrupted = new AbortController();
  const interrupt = (/** @type {NodeJS.Signals} */ signal) => {
    endedBy ??= signal;
    interrupted.abort();
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, interrupt);
  if (!help) await ensureReady(folders, projectSteps(folders), command.needs, interrupted.signal);
  interrupted.signal.throwIfAborted();
  for (const signal of signals) process.off(signal, interrupt);
  return command.job(folders, args, jobEnvironment(folders));
}

endPlainly();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (endedBy === undefined) process.exitCode = tellEnd(error);
  else {
    process.stderr.write(
      `cliplab: ${endedBy === 'SIGINT' ? 'interrupted' : `stopped by ${endedBy}`}; the next command goes on from here\n`,
    );
    process.exitCode = 128 + constants.signals[endedBy];
  }
}
