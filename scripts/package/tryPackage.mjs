/**
 * Whether the package works outside of its checkout: packs it, installs it into empty folders of a user who has nothing
 * yet, and does there what README says. Needs the npm registry and the Python package index.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmCache } from '../setup/npmPackages.mjs';
import { projectFolders } from '../setup/projectFolders.mjs';
import { packPackage } from './packPackage.mjs';

const folders = projectFolders();
const place = mkdtempSync(join(tmpdir(), 'cliplab package '));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
const jupyter = join(place, 'jupyter');

/**
 * What leads to this checkout and its user's things is hidden; only what npm has fetched before is not fetched again.
 */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(CLIPLAB|XDG|JUPYTER|npm_)/.test(name))),
  HOME: join(place, 'home'),
  JUPYTER_DATA_DIR: jupyter,
  npm_config_cache: npmCache(folders.cache),
  npm_config_userconfig: join(homedir(), '.npmrc'),
  npm_config_update_notifier: 'false',
};

/** @param {string} folder */
const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory())
    : [];

/**
 * @param {string} cwd
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [more]
 */
function run(cwd, program, args, more = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...env, ...more },
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${[program, ...args].join(' ')}: ${error?.message ?? ''}\n${stdout}\n${stderr}`);
  return { stdout, stderr };
}

/** @param {string} cwd @param {readonly string[]} args */
const cliplab = (cwd, ...args) => run(cwd, 'npx', ['--no-install', 'cliplab', ...args]);

/**
 * @template T
 * @param {string} what
 * @param {() => T} body
 */
async function timed(what, body) {
  const start = performance.now();
  const result = await body();
  const seconds = (performance.now() - start) / 1000;
  process.stdout.write(`${what}: ok, ${seconds.toFixed(1)} s\n`);
  return { result, seconds };
}

/** A user's own folder, with images. @param {string} name @param {string} packed */
function project(name, packed) {
  const folder = join(place, name);
  mkdirSync(join(folder, 'photos'), { recursive: true });
  copyFileSync(join(folders.root, '.github', 'images', 'umbrella.png'), join(folder, 'photos', 'umbrella.png'));
  run(folder, 'npm', ['install', '--prefer-offline', packed]);
  return folder;
}

/** Starts the set-up, and kills it in the midst of its longest step. @param {string} cwd */
async function killSetup(cwd) {
  const script = join(cwd, 'node_modules', 'cliplab', 'bin', 'cliplab.mjs');
  const child = spawn(process.execPath, [script, 'setup'], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((settle) => child.on('close', (_, signal) => settle(signal)));
  child.stderr.setEncoding('utf8').on('data', (text) => {
    if (text.includes('TensorFlow library: started')) setTimeout(() => child.kill('SIGKILL'), 1_000);
  });
  assert.equal(await ended, 'SIGKILL');
}

/** README's cell for a notebook of one's own, behind one that says where the kernel is. */
function ownNotebook() {
  const section = readFileSync(join(folders.root, 'README.md'), 'utf8').split('## As a package\n')[1] ?? '';
  const example = /```ts\n(.*?)```/s.exec(section)?.[1] ?? '';
  assert.notEqual(example, '');
  const cells = ['console.log(process.argv[1]);', example].map((source, k) => ({
    id: `cell-${k}`,
    cell_type: 'code',
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  const kernelspec = { display_name: 'TypeScript (cliplab)', language: 'typescript', name: 'cliplab' };
  return JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}

/** Runs it by the JupyterLab of the checkout, which is told to look at the user's kernels first. @param {string} cwd */
function runNotebook(cwd) {
  writeFileSync(join(cwd, 'own.ipynb'), ownNotebook());
  const script = join(folders.root, 'scripts', 'execute_notebook.py');
  run(cwd, join(folders.venv, 'bin', 'python'), [script, 'own.ipynb', 'executed.ipynb'], {
    JUPYTER_PREFER_ENV_PATH: '0',
  });
  const { cells } = JSON.parse(readFileSync(join(cwd, 'executed.ipynb'), 'utf8'));
  assert.equal(cells[0].outputs[0].text.join(''), `${join(cwd, 'node_modules/cliplab/dist/kernel/main.js')}\n`);
  const shown = cells[1].outputs.flatMap((/** @type {{ data?: object }} */ output) => Object.keys(output.data ?? {}));
  assert.ok(shown.includes('application/vnd.jupyter.widget-view+json'), `the notebook shows ${shown.join(', ')}`);
}

const LABELS = ['umbrella', 'mushroom', 'parachute', 'cat'];
/** What it prints, as in README. @param {string} cwd */
const scores = (cwd) =>
  `${join(cwd, 'photos', 'umbrella.png')}: umbrella 63.3 %, mushroom 36.7 %, parachute 0.1 %, cat 0.0 %\n`;

const { result: packed } = await timed('pack', () => packPackage(folders, place));
const { result: one } = await timed('npm install', () => project('one', packed.path));
await timed('classify before set-up', () => {
  const { stdout, stderr } = cliplab(one, 'classify', 'photos', ...LABELS);
  assert.equal(stdout, scores(one));
  assert.match(
    stderr,
    /^cliplab: TensorFlow does not load \(it is not set up\).*`npx cliplab setup` puts TensorFlow in place/,
  );
});
await timed('set-up, killed', () => killSetup(one));
const first = await timed('set-up', () => cliplab(one, 'setup'));
await timed('classify', () =>
  assert.deepEqual(cliplab(one, 'classify', 'photos', ...LABELS), { stdout: scores(one), stderr: '' }),
);
await timed('doctor', () => cliplab(one, 'doctor'));
const { result: two } = await timed('npm install in another project', () => project('two', packed.path));
const second = await timed('set-up there, out of the same cache', () => cliplab(two, 'setup'));
assert.ok(second.seconds < first.seconds, `a second set-up took ${second.seconds} s, the first ${first.seconds} s`);
await timed('classify there', () =>
  assert.deepEqual(cliplab(two, 'classify', 'photos', ...LABELS), { stdout: scores(two), stderr: '' }),
);
await timed('kernel install', () => cliplab(one, 'kernel', 'install'));
await timed('a notebook of the other project', () => runNotebook(two));
await timed('kernel uninstall', () => {
  cliplab(one, 'kernel', 'uninstall');
  assert.deepEqual(filesBelow(jupyter), []);
});
await timed('npm uninstall', () => {
  run(one, 'npm', ['uninstall', 'cliplab']);
  assert.deepEqual(
    filesBelow(join(one, 'node_modules')).map(({ name }) => name),
    ['.package-lock.json'],
  );
});
