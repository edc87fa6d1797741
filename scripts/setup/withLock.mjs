import { closeSync, mkdirSync, openSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from './readJson.mjs';
import { replaceFile } from './replaceFile.mjs';
import { isRunning, processId } from './runningProcess.mjs';

/** @typedef {import('./runningProcess.mjs').ProcessId} ProcessId */
/** @typedef {ProcessId & { children: ProcessId[] }} Holder */
/**
 * @typedef {object} Lock
 * @property {(pid: number) => void} childStarted names a child process, so that a later set-up does not run beside it should this process be killed
 * @property {(pid: number) => void} childEnded
 */

/** A lock without a readable holder, this old, was left by a process that died while writing it. */
const TORN_AFTER_MS = 5_000;
const POLL_MS = 100;

/** @param {string} path */
function ageMs(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}

/**
 * Creates the lock file if there is none.
 * @param {string} path
 * @param {Holder} holder
 */
function tryCreate(path, holder) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, JSON.stringify(holder));
    closeSync(file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Who must end before the lock is free: its holder, or what a dead holder left running.
 * @param {string} path
 * @returns {ProcessId | undefined}
 */
function inTheWay(path) {
  /** @type {Holder | undefined} */
  const holder = readJson(path);
  return holder && [holder, ...holder.children].find(isRunning);
}

/**
 * Removes a lock whose holder is dead. Only one process at a time may do so, or a second could remove the first one's new lock.
 * @param {string} path
 */
function removeStale(path) {
  const guard = `${path}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    if (ageMs(guard) > TORN_AFTER_MS) rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    const torn = readJson(path) === undefined && ageMs(path) > TORN_AFTER_MS;
    const dead = readJson(path) !== undefined && inTheWay(path) === undefined;
    if (torn || dead) rmSync(path, { force: true });
  } finally {
    rmdirSync(guard);
  }
}

/**
 * Runs `body` while no other process of this checkout runs one under the same lock. Waits for a live holder; takes over from a dead one.
 * @template T
 * @param {string} path the lock file
 * @param {(lock: Lock) => Promise<T>} body
 * @param {{ onWait?: (pid: number) => void, signal?: AbortSignal }} [options] onWait: called once a process waited for, with its number
 * @returns {Promise<T>}
 */
export async function withLock(path, body, { onWait, signal } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  /** @type {Holder} */
  const holder = { ...processId(process.pid), children: [] };
  let waitingFor = 0;
  while (!tryCreate(path, holder)) {
    const other = inTheWay(path);
    if (other === undefined) removeStale(path);
    else if (other.pid !== waitingFor) onWait?.((waitingFor = other.pid));
    await sleep(POLL_MS, undefined, { ...(signal && { signal }) });
  }
  const save = () => replaceFile(path, JSON.stringify(holder));
  try {
    return await body({
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
    rmSync(path, { force: true });
  }
}
