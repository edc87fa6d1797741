import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { fetchPackages } from '../../../lib/datasets/iconwit/fetchPackages.js';
import { UserError } from '../../../lib/io/userError.js';

const home = mkdtempSync(join(tmpdir(), 'cliplab-fetch-'));
const PACKAGES = [
  { name: '@a/icons', version: '1.2.3', integrity: 'sha512-good' },
  { name: 'b', version: '4.0.0', integrity: 'sha512-fine' },
];
const SOUND = { '@a/icons': ['1.2.3', 'sha512-good'], b: ['4.0.0', 'sha512-fine'] };
const PATH = process.env['PATH'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(home, 'packages-'));
});
afterEach(() => {
  process.env['PATH'] = PATH;
});
afterAll(() => rmSync(home, { recursive: true }));

const record = (packages: Record<string, string[]>): string =>
  JSON.stringify({
    packages: Object.fromEntries(
      Object.entries(packages).map(([name, [version, integrity]]) => [`node_modules/${name}`, { version, integrity }]),
    ),
  });

/** Puts an npm before the real one that leaves such a record, or fails with such words. */
function fakeNpm(outcome: { record: Record<string, string[]> } | { words: string }): void {
  const bin = mkdtempSync(join(home, 'bin-'));
  const body =
    'record' in outcome
      ? `mkdir -p node_modules/b && echo icons > node_modules/b/icons.json && cat > node_modules/.package-lock.json <<'END'\n${record(outcome.record)}\nEND`
      : `echo "${outcome.words}" >&2; exit 1`;
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh\necho "$@" > '${folder}/arguments.txt'\ncp package.json '${folder}/asked.json'\n${body}\n`,
  );
  chmodSync(join(bin, 'npm'), 0o755);
  process.env['PATH'] = bin + delimiter + PATH;
}

const iconsFile = (): string => join(folder, 'node_modules', 'b', 'icons.json');

it('asks npm for nothing where the pinned packages lie', async () => {
  fakeNpm({ record: SOUND });
  await fetchPackages(folder, PACKAGES);
  expect(readdirSync(folder).filter((name) => name.startsWith('making-'))).toEqual([]);
  fakeNpm({ words: 'npm ran' });
  expect(await fetchPackages(folder, PACKAGES)).toBe(join(folder, 'node_modules'));
});

it.each<[string, () => void]>([
  ['a file has other bytes', () => appendFileSync(iconsFile(), ' ')],
  ['a file is gone', () => rmSync(iconsFile())],
  ['a file more is there', () => writeFileSync(iconsFile() + '.orig', 'x')],
  ['npm was killed in the middle of it', () => rmSync(join(folder, 'node_modules', '.cliplab.json'))],
])('throws away what is there and fetches anew where %s', async (_, damage) => {
  fakeNpm({ record: SOUND });
  await fetchPackages(folder, PACKAGES);
  damage();
  // What a killed npm leaves, and what a run of ours that was killed with it leaves.
  mkdirSync(join(folder, 'node_modules', '@a', '.icons-Xy12', 'json'), { recursive: true });
  mkdirSync(join(folder, 'making-1', 'node_modules', 'b'), { recursive: true });
  await fetchPackages(folder, PACKAGES);
  expect(readFileSync(iconsFile(), 'utf8')).toBe('icons\n');
  expect(readdirSync(join(folder, 'node_modules')).sort()).toEqual(['.cliplab.json', '.package-lock.json', 'b']);
  expect(readdirSync(folder).filter((name) => name.startsWith('making-'))).toEqual([]);
});

it('has npm install the exact versions without running their scripts', async () => {
  fakeNpm({ record: SOUND });
  await fetchPackages(folder, PACKAGES);
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'asked.json'), 'utf8')) as { dependencies: object };
  expect(dependencies).toEqual({ '@a/icons': '1.2.3', b: '4.0.0' });
  expect(readFileSync(join(folder, 'arguments.txt'), 'utf8')).toContain('--ignore-scripts');
});

it.each([
  ['another hash', { ...SOUND, b: ['4.0.0', 'sha512-evil'] }],
  ['another version', { ...SOUND, b: ['4.0.1', 'sha512-fine'] }],
  ['no such package', { '@a/icons': SOUND['@a/icons'] }],
])('refuses %s', async (_, found) => {
  fakeNpm({ record: found });
  const fetched = fetchPackages(folder, PACKAGES);
  await expect(fetched).rejects.toThrow(UserError);
  await expect(fetched).rejects.toThrow(
    'npm fetched something else than b@4.0.0 with the expected hash; check which registry npm uses',
  );
  expect(readdirSync(folder)).not.toContain('node_modules');
});

it('fetches again where the record is cut short', async () => {
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), record(SOUND).slice(0, 60));
  fakeNpm({ record: SOUND });
  expect(await fetchPackages(folder, PACKAGES)).toBe(join(folder, 'node_modules'));
});

it('names the packages asked for and gives npm’s words when npm fails', async () => {
  fakeNpm({ words: 'npm error network unreachable' });
  await expect(fetchPackages(folder, PACKAGES)).rejects.toThrow(
    'npm could not fetch @a/icons@1.2.3, b@4.0.0 (npm error network unreachable)',
  );
});
