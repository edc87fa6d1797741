import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environmentPath } from './environmentPath.js';
import { projectRoot } from './projectPaths.js';

/** The project's Python environment: `CLIPLAB_VENV`, or `.venv/` in the checkout. It holds JupyterLab, nbclient and kaleido. */
export function virtualEnvironment(): string {
  return environmentPath('CLIPLAB_VENV') ?? join(projectRoot(), '.venv');
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
