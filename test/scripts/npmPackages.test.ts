import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingNpmPackage } from '../../scripts/setup/npmPackages.mjs';
import { sandbox, write } from './sandbox.js';

const OTHER_OS = process.platform === 'darwin' ? 'linux' : 'darwin';

const HERE = {
  lib: { version: '0.1.0' },
  'node_modules/cliplab': { resolved: 'lib', link: true },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/a/node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
};
const LOCK = {
  '': { name: 'workspace' },
  ...HERE,
  'node_modules/elsewhere': { version: '1.0.0', integrity: 'sha512-e', optional: true, os: [OTHER_OS] },
};

type Entries = Record<string, object>;

/** What npm leaves after installing `entries` where the lock file asks for `lock`. */
function installed(entries: Entries, lock: Entries = LOCK): string {
  const root = sandbox();
  const writeJson = (path: string, value: object): void => write(join(root, path), JSON.stringify(value));
  writeJson('package-lock.json', { packages: lock });
  writeJson('node_modules/.package-lock.json', { packages: entries });
  for (const path of Object.keys(entries)) if (path.startsWith('node_modules/')) writeJson(`${path}/package.json`, {});
  return root;
}

test('all that is locked is installed, but for what is of another machine', () => {
  expect(missingNpmPackage(installed(HERE))).toBeUndefined();
});

test('nothing is installed before npm has finished', () => {
  const root = installed(HERE);
  rmSync(join(root, 'node_modules/.package-lock.json'));
  expect(missingNpmPackage(root)).toBe('the npm packages are not installed');
});

test('a record that was torn is as none', () => {
  const root = installed(HERE);
  writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages": {"node_mod');
  expect(missingNpmPackage(root)).toBe('the npm packages are not installed');
});

test.each<[string, Entries, string]>([
  [
    'was added to the lock file',
    { ...HERE, 'node_modules/a/node_modules/b': undefined as never },
    'a/node_modules/b is not installed',
  ],
  [
    'has another version',
    { ...HERE, 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } },
    'a has another version',
  ],
  [
    'has other bytes',
    { ...HERE, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } },
    'a has another version',
  ],
  ['was copied from another machine', { ...LOCK }, "elsewhere is another machine's"],
])('a package that %s is missing', (_what, entries, said) => {
  expect(missingNpmPackage(installed(JSON.parse(JSON.stringify(entries)) as Entries))).toBe(`the npm package ${said}`);
});

test('a package whose folder was deleted is missing', () => {
  const root = installed(HERE);
  rmSync(join(root, 'node_modules/a/node_modules/b'), { recursive: true });
  expect(missingNpmPackage(root)).toBe('the npm package a/node_modules/b is gone');
});
