import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { interruptSignal } from '../io/interruption.js';
import { parseJson } from '../io/parseJson.js';
import { isInstalledPackage, packageFolder } from '../io/projectPaths.js';
import { setupCommand } from '../io/setupCommand.js';
import { UserError } from '../io/userError.js';
import { virtualEnvironment } from '../io/virtualEnvironment.js';
import { jupyterFolder } from '../kernel/install/jupyterFolder.js';
import { installKernel, uninstallKernel } from '../kernel/install/userKernel.js';
import { loadSetup, setUp } from './loadSetup.js';
import { stopOnInterrupt } from './processEnd.js';

interface KernelFlags {
  readonly prefix?: string;
}

/** Where the Jupyter on the path looks, its user's folder among them; nothing where there is none. */
function jupyterPaths(): string[] {
  try {
    const said = execFileSync('jupyter', ['--paths', '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { data } = parseJson(said, 'jupyter --paths') as { data?: unknown };
    return Array.isArray(data) ? data.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

async function install({ prefix }: KernelFlags): Promise<void> {
  stopOnInterrupt();
  if (isInstalledPackage()) await setUp('notebooks', interruptSignal());
  const frontEnds = join(virtualEnvironment(), 'share', 'jupyter');
  if (!existsSync(frontEnds))
    throw new UserError(`The front ends of notebooks are not in ${virtualEnvironment()}: run "${setupCommand()}".`);
  const { figuresExtension } = await loadSetup<{ figuresExtension: () => Record<string, string> }>(
    'figuresExtension.mjs',
  );
  const startScript = join(packageFolder(), 'setup', 'startKernel.mjs');
  const source = { home: packageFolder(), frontEnds, figuresExtension: figuresExtension(), startScript };
  // An environment of its own prefix is to work by itself.
  const elsewhere = prefix === undefined ? jupyterPaths() : [];
  const { folder, kept } = await installKernel(jupyterFolder(prefix), source, elsewhere);
  const left = kept.length > 0 ? `Front ends that were there are left as they are: ${kept.join(', ')}.\n` : '';
  process.stdout.write(`The kernel "TypeScript (cliplab)" is in ${folder}.\n${left}`);
}

async function uninstall({ prefix }: KernelFlags): Promise<void> {
  process.stdout.write(`Removed ${await uninstallKernel(jupyterFolder(prefix))}.\n`);
}

/** `cliplab kernel install` and `uninstall`: the TypeScript kernel in the user's own Jupyter. */
export function registerKernel(program: Command): void {
  const kernel = program.command('kernel').description('the TypeScript kernel in your own JupyterLab and VS Code');
  const where = ['--prefix <folder>', "a Python environment's folder instead of your user's Jupyter"] as const;
  kernel
    .command('install')
    .description('put it there, with what draws its widgets and figures')
    .option(...where)
    .action(install);
  kernel
    .command('uninstall')
    .description('take it away again')
    .option(...where)
    .action(uninstall);
}
