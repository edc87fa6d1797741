import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { namingFile } from './namingFile.mjs';

const TAIL_LINES = 15;

/**
 * Whether a program, or Node, says that a disk takes no more.
 * @param {string} output
 */
export const saysDiskFull = (output) =>
  /No space left on device|\bENOSPC\b|Disk quota exceeded|\bEDQUOT\b/i.test(output);

/** A program that ended badly; `tail` is the last it said. */
export class CommandFailed extends Error {
  /**
   * @param {string} program
   * @param {string} how "exit code 1", "signal SIGKILL", or why it could not start
   * @param {string} logFile
   */
  constructor(program, how, logFile) {
    super(`${program} ended with ${how}`);
    this.name = 'CommandFailed';
    this.logFile = logFile;
    this.output = readFileSync(logFile, 'utf8');
    this.isDiskFull = saysDiskFull(this.output);
    this.tail = this.output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  }
}

/**
 * Runs a program with its output in a log file. The program has its own process group, so that an abort ends its
 * children too.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {object} options
 * @param {string} options.cwd
 * @param {string} options.logFile added to
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {AbortSignal} [options.signal] ends it
 * @param {readonly number[]} [options.files] open files that it is given, whose locks it so keeps
 * @param {(pid: number) => void} [options.onStart]
 * @param {(pid: number) => void} [options.onEnd]
 * @returns {Promise<void>}
 * @throws {CommandFailed}
 */
export async function runQuietly(
  program,
  args,
  { cwd, logFile, env = process.env, signal, files = [], onStart, onEnd },
) {
  signal?.throwIfAborted();
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  try {
    namingFile(logFile, () => writeSync(log, `$ ${[program, ...args].join(' ')}\n`));
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', log, log, ...files], detached: true });
    const ended = new Promise((/** @type {(how: string) => void} */ settle) => {
      child.on('error', (error) => settle(error.message));
      child.on('close', (code, killedBy) => settle(killedBy ? `signal ${killedBy}` : `exit code ${code}`));
    });
    const { pid } = child;
    const abort = () => {
      if (pid === undefined) return;
      try {
        process.kill(-pid, 'SIGTERM');
      } catch {
        // It ended by itself meanwhile.
      }
    };
    signal?.addEventListener('abort', abort);
    if (pid !== undefined) onStart?.(pid);
    const how = await ended;
    signal?.removeEventListener('abort', abort);
    if (pid !== undefined) onEnd?.(pid);
    if (how !== 'exit code 0') throw new CommandFailed(program, how, logFile);
  } finally {
    closeSync(log);
  }
}
