import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { namingFile } from './namingFile.mjs';
import { readJson } from './readJson.mjs';
import { isRunning, isStopped, processId } from './runningProcess.mjs';
import { tryLock, waitForLock } from './systemLock.mjs';

/** @typedef {import('./runningProcess.mjs').ProcessId} ProcessId */
/** Who has the lock, for those who wait to read. @typedef {ProcessId & { children: ProcessId[] }} Holder */
/**
 * @typedef {object} Lock
 * @property {readonly number[]} files open files that a child process must be given: the lock lasts while any process
 *   has them open, so that a later set-up does not run beside what a killed one left running
 * @property {(pid: number) => void} childStarted names a child, for those who wait
 * @property {(pid: number) => void} childEnded
 */

const LOOK_MS = 1_000;

/**
 * Who must end before the lock is free, in words.
 * @param {string} path
 */
function inTheWay(path) {
  /** @type {Holder | undefined} */
  const holder = readJson(path);
  const living = holder && [holder, ...(holder.children ?? [])].find(isRunning);
  if (!living) return 'another process';
  const left = living === holder ? '' : ', which an earlier one left running';
  const stopped = isStopped(living.pid)
    ? `, which is stopped: let it go on with "kill -CONT ${living.pid}", or end it with "kill -KILL ${living.pid}"`
    : '';
  return `process ${living.pid}${left}${stopped}`;
}

/**
 * Whether the open file is still the one by that name: whoever gives a lock back removes its file.
 * @param {number} file
 * @param {string} path
 */
function isNamed(file, path) {
  const [own, named] = [fstatSync(file), statSync(path, { throwIfNoEntry: false })];
  return own.ino === named?.ino && own.dev === named.dev;
}

/**
 * @param {string} path
 * @param {(who: string) => void} [onWait]
 * @param {AbortSignal} [signal]
 * @returns {Promise<number>} the open file, locked
 */
async function acquire(path, onWait, signal) {
  let told = '';
  const tell = () => {
    const who = inTheWay(path);
    if (who !== told) onWait?.((told = who));
  };
  for (;;) {
    const file = openSync(path, 'a+');
    try {
      if (!tryLock(file)) {
        tell();
        const telling = setInterval(tell, LOOK_MS);
        await waitForLock(file, signal).finally(() => clearInterval(telling));
      }
      if (isNamed(file, path)) return file;
      closeSync(file);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }
}

/**
 * Runs `body` while no other process runs one under the same lock. The lock is the system's: it is free when its holder
 * and all that was given its file have ended, however they end, and is never taken from one that lives. A file that is
 * left over is no lock.
 * @template T
 * @param {string} path the lock file
 * @param {(lock: Lock) => Promise<T>} body
 * @param {{ onWait?: (who: string) => void, signal?: AbortSignal }} [options] onWait: called with whoever is waited
 *   for, in words, and again when that changes
 * @returns {Promise<T>}
 */
export async function withLock(path, body, { onWait, signal } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const file = await acquire(path, onWait, signal);
  /** @type {Holder} */
  const holder = { ...processId(process.pid), children: [] };
  const save = () => {
    namingFile(path, () => {
      ftruncateSync(file);
      writeSync(file, JSON.stringify(holder));
    });
  };
  try {
    save();
    return await body({
      files: [file],
      childStarted(pid) {
        holder.children.push(processId(pid));
        save();
      },
      childEnded(pid) {
        holder.children = holder.children.filter((child) => child.pid !== pid);
        save();
      },
    });
  } finally {
    // While the lock is still held, so that nobody else's is removed.
    rmSync(path, { force: true });
    closeSync(file);
  }
}

/**
 * The same under several locks, taken in their order.
 * @template T
 * @param {readonly string[]} paths
 * @param {(lock: Lock) => Promise<T>} body
 * @param {Parameters<typeof withLock>[2]} [options]
 * @returns {Promise<T>}
 */
export function withLocks([path, ...others], body, options) {
  if (path === undefined) throw new Error('no lock');
  if (others.length === 0) return withLock(path, body, options);
  return withLock(
    path,
    (outer) =>
      withLocks(
        others,
        (inner) =>
          body({
            files: [...outer.files, ...inner.files],
            childStarted: (pid) => [outer, inner].forEach((lock) => lock.childStarted(pid)),
            childEnded: (pid) => [outer, inner].forEach((lock) => lock.childEnded(pid)),
          }),
        options,
      ),
    options,
  );
}
