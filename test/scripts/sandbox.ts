import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { findPython } from '../../lib/setup/findPython.mjs';
import { projectFolders } from '../../scripts/setup/projectFolders.mjs';
import type { Step } from '../../lib/setup/runSteps.mjs';
import type { Lock } from '../../lib/setup/withLock.mjs';

/** An empty folder whose path has a space, as paths may; removed when the test ends. */
export function sandbox(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cliplab set-up '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The folders of an empty checkout. */
export function emptyCheckout(): ReturnType<typeof projectFolders> {
  return projectFolders(sandbox(), '');
}

/** Writes a file, and the folders above it. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** As the project's, but without the types of Node, which cost a second each time. */
export const COMPILER_SETTINGS = {
  compilerOptions: {
    target: 'ES2022',
    module: 'NodeNext',
    lib: ['ES5'],
    types: [],
    rootDir: 'lib',
    outDir: 'lib/dist',
    declaration: true,
    incremental: true,
    tsBuildInfoFile: 'lib/dist/.tsbuildinfo',
    strict: true,
    skipLibCheck: true,
  },
  include: ['lib/**/*.ts'],
  exclude: ['lib/dist'],
};

/** Lets a checkout compile its lib with the compiler of this one. */
export function lendCompiler({ root, lib, nodeModules }: { root: string; lib: string; nodeModules: string }): void {
  write(join(root, 'tsconfig.json'), JSON.stringify(COMPILER_SETTINGS));
  write(join(lib, 'package.json'), '{"type": "module"}');
  mkdirSync(nodeModules);
  symlinkSync(
    fileURLToPath(new URL('../../node_modules/typescript', import.meta.url)),
    join(nodeModules, 'typescript'),
  );
}

/** Lets the Python of this machine stand for the checkout's own. */
export function lendPython({ venv }: { venv: string }): void {
  const python = join(venv, 'bin', 'python');
  mkdirSync(dirname(python), { recursive: true });
  symlinkSync(findPython().program, python);
}

export const silent = { started: () => undefined, noted: () => undefined, ended: () => undefined };

export const noLock: Lock = { files: [], childStarted: () => undefined, childEnded: () => undefined };

/** A step that only notes that it ran. */
export function fakeStep(name: string, needs: string[], run: Step['run'] = () => Promise.resolve()): Step {
  let done = false;
  return {
    name,
    needs,
    missing: () => (done ? undefined : `${name} is missing`),
    async run(context) {
      await run(context);
      done = true;
    },
    remedy: 'Do it again.',
  };
}
