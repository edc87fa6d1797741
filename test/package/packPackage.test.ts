import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packPackage } from '../../scripts/package/packPackage.mjs';
import { pinnedLines } from '../../scripts/package/pinnedLines.mjs';
import { projectFolders } from '../../scripts/setup/projectFolders.mjs';

// What is in the package. That it works where nothing else is, scripts/package/tryPackage.mjs tries, for minutes.
const folders = projectFolders();
const place = mkdtempSync(join(tmpdir(), 'cliplab pack '));
const home = join(place, 'package');
let bytes = 0;
let files: readonly string[] = [];

const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(home, path), 'utf8')) as Record<string, unknown>;

beforeAll(async () => {
  mkdirSync(folders.state, { recursive: true });
  const packed = packPackage(folders, place);
  ({ bytes, files } = packed);
  await promisify(execFile)('tar', ['--extract', '--gzip', '--file', packed.path, '--directory', place]);
});

afterAll(() => rmSync(place, { recursive: true }));

it('is less than 20 MB, and leaves nothing of its making in the checkout', () => {
  expect(bytes).toBeLessThan(20e6);
  expect(readdirSync(folders.state).filter((name) => name.startsWith('package-'))).toEqual([]);
});

it('holds what it needs, and no source, map, test, lock file or table that is made again', () => {
  for (const path of [
    'README.md',
    'LICENSE',
    'bin/cliplab.mjs',
    'dist/index.d.ts',
    'dist/kernel/main.js',
    'data/models/mini-rn/model.safetensors',
    'data/models/near-duplicates/model.safetensors',
    'data/vocabulary/merges.txt.gz',
    'data/paper/zero_shot.csv',
    'engine/native/attention.cc',
    'kernel/widgets/frontEnd/panel.mjs',
    'setup/packageSetup.mjs',
    'setup/requirements.txt',
    'node_modules/@tensorflow/tfjs-node-gpu/binding/tfjs_binding.cc',
    'node_modules/@tensorflow/tfjs-node-gpu/dist/index.js',
  ])
    expect(files).toContain(path);
  const stray = files.filter(
    (path) =>
      /(?<!\.d)\.ts$|\.map$|tsbuildinfo|_test\.|tsconfig|\.lock$|\.tmp$|\.node$|claims\.json|\.built/.test(path) ||
      (path.startsWith('node_modules/') && !path.startsWith('node_modules/@tensorflow/tfjs-node-gpu/')) ||
      !/^(README\.md|CHANGELOG\.md|LICENSE|package\.json|(bin|dist|data|engine|kernel|setup|node_modules)\/)/.test(
        path,
      ),
  );
  expect(stray).toEqual([]);
});

it('names no path of the machine that made it, and no map that is not there', () => {
  const said = files
    .filter((path) => !/\.(safetensors|gz)$/.test(path))
    .filter((path) => {
      const text = readFileSync(join(home, path), 'utf8');
      return text.includes(folders.root) || text.includes(`${homedir()}/`) || /^\/\/# sourceMappingURL=/m.test(text);
    });
  expect(said).toEqual([]);
});

it('asks npm for exact versions, and for no install script of its own or of TensorFlow’s', () => {
  const own = json('package.json');
  const bundled = json('node_modules/@tensorflow/tfjs-node-gpu/package.json');
  expect(own['private']).toBeUndefined();
  expect(readFileSync('README.md', 'utf8')).toContain(`npm install cliplab-${String(own['version'])}.tgz`);
  expect(own['bundleDependencies']).toEqual(['@tensorflow/tfjs-node-gpu']);
  for (const { scripts } of [own, bundled] as { scripts?: object }[]) expect(scripts).toBeUndefined();
  // npm would compile it by itself.
  expect(files.filter((path) => path.endsWith('binding.gyp'))).toEqual([]);
  // npm takes a bundle for whole: what a package in it imports must be asked for beside it.
  const dependencies = own['dependencies'] as Record<string, string>;
  expect(dependencies).toMatchObject(bundled['dependencies'] as object);
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it('pins what it takes of Python by the hashes of the checkout', () => {
  const lock = readFileSync(folders.requirements, 'utf8');
  const pins = readFileSync(join(home, 'setup/requirements.txt'), 'utf8');
  expect(pins).toBe(pinnedLines(lock));
  expect(pins.match(/^\S+==/gm)).toEqual(['anywidget==', 'jupyterlab-widgets==', 'kaleido==', 'plotly==']);
  for (const line of pins.trimEnd().split('\n')) expect(lock.split('\n')).toContain(line);
  expect(() => pinnedLines(lock.replace('kaleido==', 'else=='))).toThrow('pins no kaleido');
});
