import { spawn } from 'node:child_process';

/**
 * Runs a program in the user's terminal and gives its exit code. What ends this process is passed on, and the program's end awaited.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export async function runJob(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: 'inherit' });
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  // The terminal sends Ctrl-C to both.
  const wait = () => undefined;
  process.on('SIGINT', wait).on('SIGTERM', pass).on('SIGHUP', pass);
  try {
    return await new Promise((settle, fail) => {
      child.on('error', fail);
      child.on('close', (code) => settle(code ?? 1));
    });
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', pass).off('SIGHUP', pass);
  }
}
