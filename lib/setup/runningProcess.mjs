import { readFileSync } from 'node:fs';

/**
 * A process, told apart from a later one that was given the same number.
 * @typedef {{ pid: number, startedAt?: string | undefined }} ProcessId
 */

/**
 * What Linux says of a process: its state letter, and when it started (in ticks since boot).
 * @param {number} pid
 */
function procStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold spaces; the fields after it do not. State is the 3rd of all, start time the
    // 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startedAt: fields[19] };
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @returns {ProcessId}
 */
export function processId(pid) {
  return { pid, startedAt: procStat(pid)?.startedAt };
}

/**
 * Whether that very process still runs. A zombie does not.
 * @param {ProcessId} id
 */
export function isRunning(id) {
  try {
    process.kill(id.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  const now = procStat(id.pid);
  if (now === undefined) return true;
  return now.state !== 'Z' && (id.startedAt === undefined || now.startedAt === id.startedAt);
}

/**
 * Whether a process stands still until it is told to go on, as after Ctrl-Z. Known on Linux alone.
 * @param {number} pid
 */
export function isStopped(pid) {
  return ['T', 't'].includes(procStat(pid)?.state ?? '');
}
