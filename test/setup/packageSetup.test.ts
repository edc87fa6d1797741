import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { npmPackage } from '../../lib/setup/npmPackage.mjs';
import { packageFolders } from '../../lib/setup/packageFolders.mjs';
import { packageStatus } from '../../lib/setup/packageSetup.mjs';
import { pythonEnvironment, pythonPackages } from '../../lib/setup/pythonEnvironment.mjs';
import { needs } from '../fixtures/needs.js';
import { hasTensorflowWheel } from '../../lib/setup/tensorflowWheel.mjs';
import { lendPython, sandbox, write } from '../scripts/sandbox.js';

test(
  'what the installed package lacks is told with its own command, and nothing is made',
  needs(hasTensorflowWheel(), 'a machine that TensorFlow is published for'),
  () => {
    const place = sandbox();
    const cache = join(place, 'cache');
    const rows = packageStatus(join(place, 'node_modules', 'cliplab'), cache);
    expect(rows.filter(({ name }) => name !== 'CUDA libraries')).toMatchObject([
      { name: 'Python environment', ok: false, remedy: 'Run `npx cliplab setup`.' },
      { name: 'TensorFlow library', ok: false, remedy: 'Run `npx cliplab setup`.' },
      { name: 'native binding', ok: false, remedy: 'Run `npx cliplab setup`.' },
    ]);
    // It is nowhere near the project.
    expect(rows[0]?.detail).toBe(`the Python environment ${join(cache, 'python')} is not there, or was made elsewhere`);
    expect(existsSync(cache)).toBe(false);
  },
);

test('the Python packages are those that a file of the package pins, and are made anew where a front end is gone', () => {
  const place = sandbox();
  const root = join(place, 'cliplab');
  const folders = packageFolders(root, join(place, 'cache'));
  write(folders.requirements, 'anywidget==1\n');
  expect(pythonPackages(folders).missing()).toBe('the Python packages are not those of setup/requirements.txt');
  const sha256 = createHash('sha256').update('anywidget==1\n').digest('hex');
  lendPython(folders);
  write(join(folders.venv, 'cliplab.json'), JSON.stringify({ folder: folders.venv, python: '3', packages: sha256 }));
  expect(pythonEnvironment(folders).missing()).toBe(`the Python environment ${folders.venv} was left half made`);
  write(join(folders.venv, 'share/jupyter/labextensions/anywidget/package.json'), '{}');
  expect([pythonEnvironment(folders).missing(), pythonPackages(folders).missing()]).toEqual([undefined, undefined]);
});

test('npm packages are found as Node finds them: beside the package, in it, or above', () => {
  const place = sandbox();
  const lib = join(place, 'node_modules', 'cliplab');
  const folders = packageFolders(lib, join(place, 'cache'));
  const put = (folder: string): string => {
    write(join(folder, 'node_modules', 'a', 'package.json'), '{}');
    return join(folder, 'node_modules', 'a');
  };
  mkdirSync(lib, { recursive: true });
  expect(npmPackage(folders, 'a')).toBe(join(lib, 'node_modules', 'a'));
  for (const where of [place, lib]) {
    const placed = put(where);
    expect(npmPackage(folders, 'a')).toBe(placed);
  }
});
