import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** @type {NodeJS.Signals[]} */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the user's terminal and gives its exit code, which is 128 and the signal's number where a signal
 * ended it, as in a shell. What is to end this process is passed on, and the program's end awaited.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export async function runJob(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: 'inherit' });
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    // A terminal sends Ctrl-C to both, and JupyterLab takes a second one for a yes.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of ENDING) process.on(signal, pass);
  try {
    return await new Promise((settle, fail) => {
      child.on('error', fail);
      child.on('close', (code, signal) => settle(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
    });
  } finally {
    for (const signal of ENDING) process.off(signal, pass);
  }
}
