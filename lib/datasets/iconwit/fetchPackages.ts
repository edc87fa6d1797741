import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Interrupted, interruptSignal } from '../../io/interruption.js';
import { startProgress } from '../../io/progress.js';
import { keepStampedFolder } from '../../io/stampedFolder.js';
import { UserError } from '../../io/userError.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { PINNED_PACKAGES, type PinnedPackage } from './pinnedPackages.js';

/**
 * Makes sure that the pinned packages lie unpacked under `<folder>/node_modules` and returns that folder. Where they
 * do, it only hashes them; otherwise npm fetches them (about 90 MB, 470 MB unpacked), with install scripts off, into a
 * folder beside it that takes its place when it is whole. What was torn or changed is thrown away.
 * @throws UserError when npm cannot fetch them, or when what it fetched is not what is pinned
 * @throws Interrupted when the user stops it
 */
export async function fetchPackages(folder: string, packages = PINNED_PACKAGES): Promise<string> {
  const modules = join(folder, 'node_modules');
  await keepStampedFolder(modules, pinsOf(packages), (making) => install(making, packages));
  return modules;
}

const pinsOf = (packages: readonly PinnedPackage[]): string =>
  JSON.stringify(packages.map(({ name, version, integrity }) => [name, version, integrity]));

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Has npm install the packages in a new folder; gives their `node_modules`. */
async function install(folder: string, packages: readonly PinnedPackage[]): Promise<string> {
  const modules = join(folder, 'node_modules');
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  await writeFileAtomic(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2) + '\n');
  await npmInstall(folder, packages);
  const wrong = await wrongPackage(modules, packages);
  if (wrong) {
    throw new UserError(
      `npm fetched something else than ${wrong.name}@${wrong.version} with the expected hash; ` +
        'check which registry npm uses, and run the command again.',
    );
  }
  return modules;
}

/** The first package that is missing or differs from its pin, by npm's own record of what it verified and unpacked. */
async function wrongPackage(modules: string, packages: readonly PinnedPackage[]): Promise<PinnedPackage | undefined> {
  const record = await readJson<{ packages?: Record<string, { version?: string; integrity?: string }> }>(
    join(modules, '.package-lock.json'),
  );
  return packages.find(({ name, version, integrity }) => {
    const found = record?.packages?.[`node_modules/${name}`];
    return found?.version !== version || found.integrity !== integrity;
  });
}

async function npmInstall(folder: string, packages: readonly PinnedPackage[]): Promise<void> {
  const signal = interruptSignal();
  const progress = startProgress('fetching icon packages with npm (about 90 MB)', 's');
  const ticking = setInterval(() => {
    if (!signal?.aborted) progress.advance();
  }, 1000);
  try {
    await new Promise<void>((resolve, reject) => {
      const flags = ['--ignore-scripts', '--legacy-peer-deps', '--prefer-offline', '--no-audit', '--no-fund'];
      const npm = spawn('npm', ['install', ...flags, '--loglevel=error'], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        shell: process.platform === 'win32',
        ...(signal && { signal }),
      });
      let complaint = '';
      npm.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)));
      const fail = (why: string): void =>
        reject(
          signal?.aborted
            ? new Interrupted()
            : new UserError(
                `npm could not fetch ${packages.map((p) => `${p.name}@${p.version}`).join(', ')} (${why}); ` +
                  'connect to a network with an npm registry and run the command again.',
              ),
        );
      npm.on('error', (error) => fail(error.message));
      npm.on('close', (code) =>
        code === 0 ? resolve() : fail(complaint.trim().split('\n')[0] || `exit code ${code}`),
      );
    });
  } finally {
    clearInterval(ticking);
    progress.finish();
  }
}
