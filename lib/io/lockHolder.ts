import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who has a lock, as its holder writes it into the lock's file. */
export const ownName = (): string => JSON.stringify({ pid: process.pid, host: hostname() });

/**
 * Linux's letter for what a process does: `T` is stopped, `Z` ended. Undefined where there is no such process, or no
 * Linux.
 */
function processState(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold spaces and parentheses; the state stands behind it.
    return status.slice(status.lastIndexOf(')') + 2)[0];
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return processState(pid) !== 'Z';
}

/** Who is waited for, for people: `process 12`, and the remedy where it is stopped or has left others behind. */
export function describeHolder(written: string): string {
  const { pid, host } = readName(written);
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1) return 'another process has it';
  if (typeof host === 'string' && host !== hostname()) return `process ${pid} on ${host} has it`;
  if (!isRunning(pid)) return `a program that process ${pid} started has it, and still runs`;
  const state = processState(pid);
  if (state === 'T' || state === 't')
    return `process ${pid} has it and is stopped: let it go on with "kill -CONT ${pid}", or end it with "kill -KILL ${pid}"`;
  return `process ${pid} has it`;
}

/** What the file says; nothing where its holder is just about to write it. */
function readName(written: string): { pid?: unknown; host?: unknown } {
  try {
    return (JSON.parse(written) as { pid?: unknown; host?: unknown } | null) ?? {};
  } catch {
    return {};
  }
}
