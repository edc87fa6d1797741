import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPython, type Python } from '../../lib/setup/findPython.mjs';
import { projectFolders, type Folders } from '../../scripts/setup/projectFolders.mjs';
import { pythonEnvironment, pythonPackages } from '../../lib/setup/pythonEnvironment.mjs';
import { runSteps, type StepContext } from '../../lib/setup/runSteps.mjs';
import { emptyCheckout, lendPython, noLock, silent, write } from '../scripts/sandbox.js';

/** The two steps, with a pip that only puts the programs where they belong, or dies half-way. */
function checkout(): {
  folders: Folders;
  install: (die?: boolean) => Promise<void>;
  rows: () => boolean[];
  calls: string[];
} {
  const folders = emptyCheckout();
  write(join(folders.root, 'scripts/requirements.lock'), 'jupyterlab==4\n');
  const calls: string[] = [];
  const steps = [pythonEnvironment(folders), pythonPackages(folders)];
  const exec =
    (die: boolean): StepContext['exec'] =>
    (_program, args) => {
      calls.push(String(args[1]));
      if (args[1] === 'venv') lendPython(folders);
      else {
        write(join(folders.venv, 'bin/jupyter'), '');
        if (die) throw new Error('killed');
        write(join(folders.venv, 'bin/jupyter-lab'), '');
      }
      return Promise.resolve();
    };
  const install = (die = false): Promise<void> =>
    runSteps(
      steps.map((step) => ({ ...step, run: (context) => step.run({ ...context, exec: exec(die) }) })),
      { logs: folders.logs, reporter: silent, lock: noLock },
    );
  return { folders, install, calls, rows: () => steps.map((step) => step.missing() === undefined) };
}

test('made once, it stays', async () => {
  const { install, rows, calls } = checkout();
  expect(rows()).toEqual([false, false]);
  await install();
  expect(rows()).toEqual([true, true]);
  await install();
  expect(calls).toEqual(['venv', 'pip']);
});

test('new requirements are installed into the environment there is', async () => {
  const { folders, install, rows, calls } = checkout();
  await install();
  write(join(folders.root, 'scripts/requirements.lock'), 'jupyterlab==5\n');
  expect(rows()).toEqual([true, false]);
  await install();
  expect(calls).toEqual(['venv', 'pip', 'pip']);
  expect(rows()).toEqual([true, true]);
});

test('an environment that pip left half made is built from nothing', async () => {
  const { install, rows, calls } = checkout();
  await expect(install(true)).rejects.toThrow('killed');
  expect(rows()).toEqual([false, false]);
  await install();
  expect(calls).toEqual(['venv', 'pip', 'venv', 'pip']);
});

test('an environment whose programs are gone, or whose Python is, is built from nothing', async () => {
  const { folders, install, rows } = checkout();
  for (const name of ['jupyter-lab', 'python']) {
    await install();
    rmSync(join(folders.venv, 'bin', name));
    expect([name, ...rows()]).toEqual([name, false, false]);
  }
});

test('an environment that was moved with its checkout is not used', async () => {
  const { folders, install } = checkout();
  await install();
  const moved = projectFolders(`${folders.root} moved`, '');
  cpSync(folders.root, moved.root, { recursive: true, verbatimSymlinks: true });
  expect(pythonEnvironment(moved).missing()).toMatch(/made elsewhere$/);
  rmSync(moved.root, { recursive: true });
});

const python = (program: string, version: string, hasVenv = true): Python => ({ program, version, hasVenv });

test('the first Python that is new enough and has venv is taken', () => {
  const there: Record<string, Python> = {
    python3: python('python3', '3.9.18'),
    python: python('python', '3.12.1', false),
    'python3.11': python('python3.11', '3.11.7'),
  };
  expect(findPython((name) => there[name]).program).toBe('python3.11');
});

test.each<[string, Record<string, Python>, RegExp]>([
  ['none', {}, /^cliplab needs Python 3\.10 or newer, and found none: install one/],
  [
    'an old one',
    { python3: python('python3', '3.9.18') },
    /^cliplab needs Python 3\.10 or newer, and found only 3\.9\.18: /,
  ],
  [
    'one without venv',
    { python3: python('python3', '3.11.2', false) },
    /^Python 3\.11\.2 lacks its venv module: .*python3-venv/,
  ],
])('where there is %s, one sentence says what to install', (_case, there, sentence) => {
  expect(() => findPython((name) => there[name])).toThrow(sentence);
});
