import type { Command } from 'commander';
import { interruptSignal } from '../io/interruption.js';
import { isInstalledPackage, projectRoot } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { setUp } from './loadSetup.js';
import { stopOnInterrupt } from './processEnd.js';

const READY = `cliplab is set up: \`npx cliplab classify photo.jpg "a cat" "a dog"\` says which label fits a photograph, and
\`npx cliplab kernel install\` brings TypeScript into your Jupyter.
`;

/** `cliplab setup`: TensorFlow for the installed package; a checkout has `npm run setup`. */
export function registerSetup(program: Command): void {
  program
    .command('setup')
    .description("fetch TensorFlow's library into your cache, once for all projects, and join Node to it")
    .action(async () => {
      if (!isInstalledPackage())
        throw new UserError(`${projectRoot()} is a checkout of cliplab: run "npm run setup" there.`);
      stopOnInterrupt();
      await setUp('engine', interruptSignal());
      process.stdout.write(READY);
    });
}
