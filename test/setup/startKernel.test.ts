import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sandbox, write } from '../scripts/sandbox.js';

const START = fileURLToPath(new URL('../../lib/setup/startKernel.mjs', import.meta.url));

/** A package, or the lib of a checkout, whose kernel says which it is and which connection file it was given. */
function put(home: string, name: string, kernel = 'dist/kernel/main.js'): void {
  write(join(home, 'package.json'), '{"name": "cliplab", "type": "module"}');
  write(join(home, kernel), `console.log('${name}', ...process.argv.slice(2));`);
  if (kernel.startsWith('dist')) mkdirSync(join(home, 'data'), { recursive: true });
}

function start(cwd: string, installed: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [START, installed, 'connection.json'], { cwd, encoding: 'utf8' });
}

test('the kernel is that of the package which the notebook imports, else of the one that installed it', () => {
  const place = sandbox();
  const [installed, project] = [join(place, 'installed'), join(place, 'project')];
  const notebooks = join(project, 'notebooks', 'mine');
  mkdirSync(notebooks, { recursive: true });
  put(installed, 'installed');
  expect(start(notebooks, installed).stdout).toBe('installed connection.json\n');
  put(join(project, 'node_modules', 'cliplab'), 'own');
  expect(start(notebooks, installed).stdout).toBe('own connection.json\n');
});

test('that of a checkout is started by its script, which compiles first', () => {
  const place = sandbox();
  put(join(place, 'lib'), 'checkout', '../scripts/kernel.mjs');
  expect(start(place, join(place, 'lib')).stdout).toBe('checkout connection.json\n');
});

test('where neither is there any more, a sentence says what to do', () => {
  const place = sandbox();
  const { status, stderr } = start(place, join(place, 'gone'));
  expect(status).toBe(1);
  expect(stderr).toBe(
    `cliplab: ${join(place, 'gone')} is no more: run "npm install cliplab" in ${place}, or "npx cliplab kernel install" where cliplab is.\n`,
  );
});
