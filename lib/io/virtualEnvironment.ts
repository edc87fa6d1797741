import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environmentPath } from './environmentPath.js';
import { cacheDirectory, isInstalledPackage, projectRoot } from './projectPaths.js';

/**
 * The Python environment: `CLIPLAB_VENV`, or `.venv/` in the checkout, which holds JupyterLab, nbclient and kaleido.
 * That of the installed package is in the cache and holds kaleido and front ends of notebooks.
 */
export function virtualEnvironment(): string {
  const own = isInstalledPackage() ? join(cacheDirectory(), 'python') : join(projectRoot(), '.venv');
  return environmentPath('CLIPLAB_VENV') ?? own;
}

/** The environment's interpreter; `undefined` before set-up. */
export function pythonExecutable(): string | undefined {
  const folder = virtualEnvironment();
  return [join(folder, 'bin', 'python'), join(folder, 'Scripts', 'python.exe')].find((path) => existsSync(path));
}

/** A path inside the environment's site-packages; `undefined` where it does not exist. */
export function sitePackage(...parts: string[]): string | undefined {
  const folder = virtualEnvironment();
  const lib = join(folder, 'lib');
  const versions = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith('python')) : [];
  const candidates = [...versions.map((version) => join(lib, version)), join(folder, 'Lib')];
  return candidates.map((path) => join(path, 'site-packages', ...parts)).find((path) => existsSync(path));
}
