import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { testPython } from '../setup/testPython.mjs';
import { runJob } from './runJob.mjs';

/**
 * A part of `npm test` that looks at the text of the code.
 * @typedef {{ name: string, script: string, args: string[] }} Check
 */

/**
 * @param {import('../setup/projectFolders.mjs').Folders} folders
 * @returns {Check[]}
 */
function checks({ root, nodeModules }) {
  const notebooks = join(root, 'scripts', 'check_notebooks.mjs');
  const tsc = join(nodeModules, 'typescript', 'lib', 'tsc.js');
  return [
    { name: 'lint', script: join(nodeModules, 'eslint', 'bin', 'eslint.js'), args: ['.'] },
    { name: 'types', script: tsc, args: ['--project', join(root, 'test')] },
    { name: 'front end types', script: tsc, args: ['--project', join(root, 'lib', 'kernel', 'widgets', 'frontEnd')] },
    { name: 'format', script: join(nodeModules, 'prettier', 'bin', 'prettier.cjs'), args: ['--check', '.'] },
    ...(existsSync(notebooks) ? [{ name: 'notebook types', script: notebooks, args: [] }] : []),
  ];
}

/**
 * @param {Check} check
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} its output where it failed, else nothing
 */
function outputIfFailed({ script, args }, cwd, env) {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', fail);
    child.on('close', (code) => settle(code === 0 ? '' : output || `exit code ${code}\n`));
  });
}

/**
 * Lint, types and format, each to its end, then the tests; arguments go to the tests. In CI what other tools read is
 * opened with these tools.
 * @type {import('../run.mjs').Job}
 */
export async function runTests(folders, args, env) {
  /** @type {string[]} */
  const failed = [];
  const queue = checks(folders);
  const worker = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const start = performance.now();
      const output = await outputIfFailed(check, folders.root, env);
      if (output) failed.push(check.name);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stdout.write(`${check.name}: ${output ? 'FAILED' : 'ok'}, ${seconds} s\n${output}`);
    }
  };
  const readers = env['CI'] ? testPython(folders) : Promise.resolve();
  await Promise.all([
    worker(),
    worker(),
    readers.catch((error) => {
      failed.push('Python readers');
      process.stdout.write(`Python readers: FAILED\n${error instanceof Error ? error.message : String(error)}\n`);
    }),
  ]);
  const vitest = join(folders.nodeModules, 'vitest', 'vitest.mjs');
  const code = await runJob(process.execPath, [vitest, 'run', ...args], { cwd: folders.root, env });
  if (code !== 0) failed.push('tests');
  process.stdout.write(failed.length > 0 ? `npm test: FAILED: ${failed.join(', ')}\n` : 'npm test: all passed\n');
  return failed.length > 0 ? 1 : 0;
}
