import { spawnSync } from 'node:child_process';
import { SetupError } from './setupError.mjs';

const CANDIDATES = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const OLDEST = [3, 10];

const QUESTION = `
import sys, importlib.util
print(sys.executable)
print("%d.%d.%d" % sys.version_info[:3])
print(all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")))
`;

/** @typedef {{ program: string, version: string, hasVenv: boolean }} Python */

/**
 * @param {string} program
 * @returns {Python | undefined}
 */
export function askPython(program) {
  const { status, stdout } = spawnSync(program, ['-c', QUESTION], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [executable = program, version = '', hasVenv] = stdout.trim().split('\n');
  return { program: executable, version, hasVenv: hasVenv === 'True' };
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * The first Python on the path that can make the project's environment.
 * @param {(program: string) => Python | undefined} [ask]
 * @returns {Python}
 * @throws {SetupError} where there is none, saying why the nearest one does not do
 */
export function findPython(ask = askPython) {
  /** @type {Python | undefined} */
  let old;
  /** @type {Python | undefined} */
  let nearest;
  for (const program of CANDIDATES) {
    const python = ask(program);
    if (python === undefined) continue;
    if (!isNewEnough(python.version)) old ??= python;
    else if (python.hasVenv) return python;
    else nearest ??= python;
  }
  if (nearest) {
    throw new SetupError(
      `Python ${nearest.version} lacks its venv module: install it (on Debian and Ubuntu: apt install python3-venv) and run the command again.`,
    );
  }
  const found = old ? `found only ${old.version}` : 'found none';
  throw new SetupError(
    `cliplab needs Python ${OLDEST.join('.')} or newer, and ${found}: install one and run the command again.`,
  );
}
