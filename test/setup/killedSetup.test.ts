import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sandbox } from '../scripts/sandbox.js';

const SETUP = fileURLToPath(new URL('../../lib/setup/', import.meta.url));

/**
 * A set-up of four steps in the folder it is started in. Each lets a program write a line, and a moment later another,
 * and then makes its result of them. Two programs at once, or half a program's work taken for whole, would show in the
 * number of lines. It kills itself at the point named by its argument.
 */
const SCRIPT = `
  import { existsSync, readFileSync, rmSync } from 'node:fs';
  import { replaceFile } from ${JSON.stringify(join(SETUP, 'replaceFile.mjs'))};
  import { runSteps } from ${JSON.stringify(join(SETUP, 'runSteps.mjs'))};
  import { withLock } from ${JSON.stringify(join(SETUP, 'withLock.mjs'))};
  const die = () => process.kill(process.pid, 'SIGKILL');
  const at = (point) => point === process.argv[1] && die();
  const program = 'sleep 0.1; echo line >> "$0"; sleep 0.1; echo line >> "$0"';
  const step = (name, needs) => ({
    name, needs, remedy: '',
    missing: () => (existsSync(name + ' done') ? undefined : 'not done'),
    async run({ exec }) {
      rmSync(name + ' part', { force: true });
      at(name + ' begun');
      if (process.argv[1] === name + ' running') setTimeout(die, 150);
      await exec('sh', ['-c', program, name + ' part'], { cwd: '.' });
      at(name + ' run');
      const inputs = needs.map((need) => readFileSync(need + ' done', 'utf8'));
      replaceFile(name + ' done', inputs.join('') + readFileSync(name + ' part', 'utf8'));
      at(name + ' made');
    },
  });
  const steps = [step('a', []), step('b', []), step('c', ['a']), step('d', ['b', 'c'])];
  const none = () => undefined;
  await withLock('lock', (lock) =>
    runSteps(steps, { logs: 'logs', reporter: { started: none, noted: none, ended: none }, lock }));
`;

/** Runs it, and gives how it ended: an exit code or a signal. */
function setUp(cwd: string, dieAt = ''): Promise<number | NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, dieAt], { cwd, stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
}

const linesOf = (folder: string, name: string): number =>
  readFileSync(join(folder, `${name} done`), 'utf8').match(/line\n/g)?.length ?? 0;

test('killed at any point, the set-up goes on from there and comes to the same end', async () => {
  const folder = sandbox();
  for (const point of ['a begun', 'a running', 'b run', 'c made', 'd running', 'd run']) {
    expect([point, await setUp(folder, point)]).toEqual([point, 'SIGKILL']);
  }
  expect(await setUp(folder)).toBe(0);
  expect(['a', 'b', 'c', 'd'].map((name) => linesOf(folder, name))).toEqual([2, 2, 4, 8]);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('two set-ups at once do the work once', async () => {
  const folder = sandbox();
  expect(await Promise.all([setUp(folder), setUp(folder)])).toEqual([0, 0]);
  expect(linesOf(folder, 'd')).toBe(8);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
