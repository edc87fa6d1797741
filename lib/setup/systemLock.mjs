import { spawn, spawnSync } from 'node:child_process';
import { findPython } from './findPython.mjs';

/**
 * Locks the file that a Python is given as its descriptor 3. The lock belongs to that opening of the file, which the
 * caller shares: it stays when Python ends, and until the file is closed in every process that has it. Node has no call
 * of its own for this.
 */
const LOCK = `
import fcntl, sys
try:
    fcntl.flock(3, fcntl.LOCK_EX | (0 if sys.argv[1] == "wait" else fcntl.LOCK_NB))
except BlockingIOError:
    sys.exit(75)
`;
const HELD = 75;
/** Nothing but what is built in, whatever the user's own Python is set up to load: a hundredth of a second. */
const ARGS = ['-I', '-S', '-c', LOCK];

/** @type {string | undefined} */
let known;
const python = () => (known ??= findPython().program);

/** @param {number} fd @returns {import('node:child_process').StdioOptions} */
const given = (fd) => ['ignore', 'ignore', 'pipe', fd];

/**
 * @param {unknown} why
 * @returns {never}
 */
function fail(why) {
  throw new Error(`the set-up's lock cannot be taken: ${String(why).trim().split('\n').at(-1)}`);
}

/**
 * Takes the system's lock on an open file.
 * @param {number} fd
 * @returns {boolean} false where another opening of the file has it
 * @throws {import('./setupError.mjs').SetupError} where there is no Python
 */
export function tryLock(fd) {
  const { status, stderr, error } = spawnSync(python(), [...ARGS, 'try'], { stdio: given(fd), encoding: 'utf8' });
  if (status === 0) return true;
  return status === HELD ? false : fail(error ?? stderr);
}

/**
 * Waits for the system's lock on an open file.
 * @param {number} fd
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export async function waitForLock(fd, signal) {
  signal?.throwIfAborted();
  const child = spawn(python(), [...ARGS, 'wait'], { stdio: given(fd) });
  const abort = () => void child.kill('SIGKILL');
  signal?.addEventListener('abort', abort);
  let said = '';
  child.stderr?.on('data', (text) => (said += text));
  const code = await new Promise((resolve) => {
    child.on('error', (error) => ((said = error.message), resolve(undefined)));
    child.on('close', resolve);
  });
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
  if (code !== 0) fail(said);
}
