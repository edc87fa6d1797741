import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgress } from '../../io/progress.js';
import { UserError } from '../../io/userError.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import { PINNED_PACKAGES, type PinnedPackage } from './pinnedPackages.js';

/**
 * Makes sure that the pinned packages lie unpacked under `<folder>/node_modules` and returns that folder. Does nothing when they
 * do; otherwise npm fetches them (about 90 MB, 470 MB unpacked), with install scripts off.
 * @throws UserError when npm cannot fetch them, or when what it fetched is not what is pinned.
 */
export async function fetchPackages(folder: string, packages = PINNED_PACKAGES): Promise<string> {
  const modules = join(folder, 'node_modules');
  if ((await wrongPackage(folder, packages)) === undefined) return modules;
  const dependencies = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  await writeFileAtomic(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2) + '\n');
  await npmInstall(folder, packages);
  const wrong = await wrongPackage(folder, packages);
  if (wrong) {
    throw new UserError(
      `${join(folder, 'node_modules', wrong.name)} is not ${wrong.name}@${wrong.version} with the expected hash; ` +
        `remove ${folder}, check which registry npm uses, and run the command again.`,
    );
  }
  return modules;
}

/** The first package that is missing or differs from its pin, by npm's own record of what it verified and unpacked. */
async function wrongPackage(folder: string, packages: readonly PinnedPackage[]): Promise<PinnedPackage | undefined> {
  let record: { packages?: Record<string, { version?: string; integrity?: string }> };
  try {
    record = JSON.parse(await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8')) as typeof record;
  } catch {
    return packages[0];
  }
  return packages.find(({ name, version, integrity }) => {
    const found = record.packages?.[`node_modules/${name}`];
    return found?.version !== version || found.integrity !== integrity;
  });
}

async function npmInstall(folder: string, packages: readonly PinnedPackage[]): Promise<void> {
  const progress = startProgress('fetching icon packages with npm (about 90 MB)', 's');
  const ticking = setInterval(() => progress.advance(), 1000);
  try {
    await new Promise<void>((resolve, reject) => {
      const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'];
      const npm = spawn('npm', ['install', ...flags], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        shell: process.platform === 'win32',
      });
      let complaint = '';
      npm.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)));
      const fail = (why: string): void =>
        reject(
          new UserError(
            `npm could not fetch ${packages.map((p) => `${p.name}@${p.version}`).join(', ')} (${why}); ` +
              'connect to a network with an npm registry and run the command again.',
          ),
        );
      npm.on('error', (error) => fail(error.message));
      npm.on('close', (code) =>
        code === 0 ? resolve() : fail(complaint.trim().split('\n')[0] ?? `exit code ${code}`),
      );
    });
  } finally {
    clearInterval(ticking);
    progress.finish();
  }
}
