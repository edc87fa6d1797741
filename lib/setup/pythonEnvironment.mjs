import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findPython } from './findPython.mjs';
import { readJson } from './readJson.mjs';
import { replaceFile } from './replaceFile.mjs';

/**
 * What the environment holds. It is written anew before pip changes the environment and again when pip is done, so that
 * a torn one is known and built from nothing. (A virtual environment holds its own path: one that was moved is torn as
 * well.)
 * @typedef {{ folder: string, python: string, packages: 'none' | 'torn' | string }} EnvironmentState packages: the
 *   SHA-256 of the requirements installed
 */

/** @typedef {import('./folders.mjs').Folders} Folders */
/** @typedef {import('./runSteps.mjs').Step} Step */

/** The packages that a report names. */
const NAMED = /^(jupyterlab|plotly|anywidget|kaleido)==([^ ]+)/gm;

/** @param {Folders} folders */
const stateFile = ({ venv }) => join(venv, 'cliplab.json');

/** @param {Folders} folders */
export const venvPython = ({ venv }) => join(venv, 'bin', 'python');

/**
 * The environment for pip and Python: nothing of the user's own Python set-up leaks in, and pip's downloads stay in the
 * project's cache.
 * @param {Folders} folders
 * @returns {NodeJS.ProcessEnv}
 */
export function pipEnvironment({ cache }) {
  const env = { ...process.env };
  for (const name of ['PYTHONPATH', 'PYTHONHOME', 'PIP_TARGET', 'PIP_PREFIX']) delete env[name];
  return {
    ...env,
    PIP_CACHE_DIR: join(cache, 'pip'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    PIP_USER: '0',
    PYTHONNOUSERSITE: '1',
  };
}

/**
 * @param {Folders} folders
 * @returns {EnvironmentState | undefined} undefined where there is none that can be used
 */
function environmentState(folders) {
  /** @type {EnvironmentState | undefined} */
  const state = readJson(stateFile(folders));
  if (state?.folder !== folders.venv || !existsSync(venvPython(folders))) return undefined;
  const isInstalled = state.packages !== 'none' && state.packages !== 'torn';
  const isWhole = !isInstalled || folders.packageFiles.every((file) => existsSync(join(folders.venv, file)));
  return isWhole ? state : { ...state, packages: 'torn' };
}

/**
 * As the user knows it: `.venv` in a checkout.
 * @param {string} path
 * @param {Folders} folders
 */
function shown(path, { root }) {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside;
}

/**
 * A Python of our own, with pip and nothing else.
 * @param {Folders} folders
 * @returns {Step}
 */
export function pythonEnvironment(folders) {
  const place = shown(folders.venv, folders);
  return {
    name: 'Python environment',
    needs: [],
    missing() {
      const state = environmentState(folders);
      if (state === undefined) return `the Python environment ${place} is not there, or was made elsewhere`;
      return state.packages === 'torn' ? `the Python environment ${place} was left half made` : undefined;
    },
    found: () => `Python ${environmentState(folders)?.python} in ${place}`,
    async run({ exec }) {
      const { program, version } = findPython();
      rmSync(folders.venv, { recursive: true, force: true });
      await exec(program, ['-m', 'venv', folders.venv], { cwd: folders.root, env: pipEnvironment(folders) });
      /** @type {EnvironmentState} */
      const state = { folder: folders.venv, python: version, packages: 'none' };
      replaceFile(stateFile(folders), JSON.stringify(state));
    },
    remedy:
      'See that `python3 -m venv` works (on Debian and Ubuntu: apt install python3-venv), then run the command again.',
  };
}

/**
 * What notebooks need of Python, by hash: in a checkout JupyterLab, the notebook runner, the front ends of Plotly and
 * anywidget, and kaleido; around the installed package those front ends and kaleido alone.
 * @param {Folders} folders
 * @returns {Step}
 */
export function pythonPackages(folders) {
  const lock = folders.requirements;
  const wanted = () => createHash('sha256').update(readFileSync(lock)).digest('hex');
  return {
    name: 'Python packages',
    needs: ['Python environment'],
    missing() {
      if (environmentState(folders)?.packages === wanted()) return undefined;
      return `the Python packages are not those of ${shown(lock, folders)}`;
    },
    found: () =>
      [...readFileSync(lock, 'utf8').matchAll(NAMED)].map(([, name, version]) => `${name} ${version}`).join(', '),
    async run({ exec }) {
      const state = environmentState(folders);
      if (state === undefined) throw new Error('no Python environment');
      const requirements = wanted();
      replaceFile(stateFile(folders), JSON.stringify({ ...state, packages: 'torn' }));
      // The file of a checkout names all that its packages build on; around the installed package no line of their
      // Python runs.
      const flags = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '--progress-bar', 'off'];
      await exec(venvPython(folders), ['-m', 'pip', 'install', ...flags, '--requirement', lock], {
        cwd: folders.root,
        env: pipEnvironment(folders),
      });
      replaceFile(stateFile(folders), JSON.stringify({ ...state, packages: requirements }));
    },
    remedy:
      'See that the Python package index can be reached and the disk has 1 GB free, then run the command again; Python 3.10 to 3.13 are known to work.',
  };
}
