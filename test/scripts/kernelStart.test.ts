import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { jupyterFiles, kernelspec } from '../../scripts/setup/kernelspec.mjs';
import { emptyCheckout, lendCompiler, silent, write } from './sandbox.js';

const REAL = fileURLToPath(new URL('../../', import.meta.url));

/** A kernel that only says which connection file it was given, and what it was told of its own build. */
const KERNEL = (greeting: string): string =>
  'declare const console: any, process: any;\n' +
  `console.log('${greeting}', process.argv.at(-1), process.env['CLIPLAB_STALE_BUILD'] ? 'stale' : 'fresh');\n`;

/** A checkout with the real start script, and a kernel of one line. */
function checkout(): { edit: (source: string) => void; start: () => ReturnType<typeof spawnSync> } {
  const folders = emptyCheckout();
  const { root, lib, notebooks } = folders;
  for (const name of ['scripts', 'lib/setup']) cpSync(join(REAL, name), join(root, name), { recursive: true });
  lendCompiler(folders);
  mkdirSync(notebooks);
  return {
    edit: (source) => write(join(lib, 'kernel/main.ts'), source),
    // As Jupyter does: by absolute path, from the notebook's folder.
    start: () =>
      spawnSync(process.execPath, [join(root, 'scripts/kernel.mjs'), 'connection.json'], {
        cwd: notebooks,
        encoding: 'utf8',
      }),
  };
}

test('a kernel starts with lib as it is now, and where that does not compile with the last that did', () => {
  const { edit, start } = checkout();
  edit('const never: string = 1;\n');
  const none = start();
  expect(none.status).toBe(1);
  expect(none.stderr).toMatch(
    /lib does not compile.*There is no earlier build to run\.\n.*main\.ts\(1,7\): error TS2322/s,
  );

  edit(KERNEL('first'));
  expect(start().stdout).toBe('first connection.json fresh\n');

  edit(KERNEL('second'));
  expect(start()).toMatchObject({ stdout: 'second connection.json fresh\n', stderr: '', status: 0 });

  edit(`${KERNEL('third')}const wrong: string = 1;\n`);
  const stale = start();
  expect(stale.stdout).toBe('second connection.json stale\n');
  expect(stale.stderr).toMatch(/lib does not compile.*The kernel runs the last lib that compiled\.\n.*error TS2322/s);
});

test('the kernelspec names this checkout and this Node, and is written anew where they change', async () => {
  const folders = emptyCheckout();
  const step = kernelspec(folders);
  expect(step.missing()).toBeDefined();
  await step.run({ exec: () => Promise.reject(new Error('runs no program')), showing: silent.started });
  expect(step.missing()).toBeUndefined();
  const path = join(folders.venv, 'share/jupyter/kernels/cliplab/kernel.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    argv: [process.execPath, join(folders.root, 'scripts/kernel.mjs'), '{connection_file}'],
    display_name: 'TypeScript (cliplab)',
    language: 'typescript',
  });

  const moved = { ...folders, root: `${folders.root} moved` };
  expect(kernelspec(moved).missing()).toMatch(/another checkout/);
  expect(Object.keys(jupyterFiles(folders)).every((file) => file.startsWith(folders.venv))).toBe(true);
  rmSync(path);
  expect(step.missing()).toBeDefined();
});
