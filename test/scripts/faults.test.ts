import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { needs } from '../fixtures/needs.js';
import { storageError } from '../../lib/io/storageError.js';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { nearWord } from '../../scripts/setup/nearWord.mjs';
import { projectFolders } from '../../scripts/setup/projectFolders.mjs';
import { FAULTS, systemFault } from '../../scripts/setup/systemFault.mjs';
import { emptyCheckout, sandbox } from './sandbox.js';

const RUN = join(projectRoot(), 'scripts', 'run.mjs');

function shell(line: string, env: NodeJS.ProcessEnv = {}): { status: number | null; stdout: string; stderr: string } {
  const options = { encoding: 'utf8', timeout: 300_000, env: { ...process.env, CLIPLAB_DEBUG: '', ...env } } as const;
  return spawnSync('bash', ['-c', line, process.execPath, RUN], options);
}

/** A clone before set-up, and the line that runs a command of it. */
function bareClone(): { root: string; command: (words: string) => string } {
  const root = sandbox();
  for (const name of ['scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'lib/package.json', 'lib/setup'])
    cpSync(join(projectRoot(), name), join(root, name), { recursive: true });
  return { root, command: (words) => `"$0" '${join(root, 'scripts', 'run.mjs')}' ${words}` };
}

test('lib and the set-up, which runs before lib is compiled, say the same of what the system refuses', () => {
  const folders = emptyCheckout();
  for (const code of Object.keys(FAULTS)) {
    const error = Object.assign(new Error(code), { code, syscall: 'open', path: '/elsewhere/x' });
    const ours = (storageError(error, '/elsewhere/x') as Error).message.replace('cannot be written', 'cannot be used');
    expect(systemFault(error, folders)).toBe(ours);
  }
});

test('what the set-up cannot write is told with the variable that chose the place, or as another user’s checkout', () => {
  const folders = { ...emptyCheckout(), cache: '/other disk/cache' };
  const refused = (code: string, path: string): string | undefined =>
    systemFault(Object.assign(new Error(code), { code, syscall: 'mkdir', path }), folders);
  expect(refused('EROFS', '/other disk/cache/tensorflow')).toBe(
    '/other disk/cache/tensorflow cannot be used: the disk is read-only; choose a place on another one (CLIPLAB_CACHE).',
  );
  expect(refused('EACCES', folders.state)).toMatch(/this checkout may be another user's: clone one of your own/);
  expect(systemFault(new Error('else'), folders)).toBeUndefined();
});

test.each([
  ['fgures', 'figures'],
  ['tset', 'test'],
  ['Doctor', 'doctor'],
  ['fly', undefined],
])('%s may mean %s', (word, meant) => {
  expect(nearWord(word, ['setup', 'figures', 'test', 'lab', 'bench', 'train', 'doctor'])).toBe(meant);
});

test('a clone that is not set up explains its commands, and the command line says what to run', () => {
  const { root, command } = bareClone();
  for (const words of ['--help', 'figures --help', 'setup -h']) {
    const { status, stdout, stderr } = shell(command(words));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: npm run COMMAND/);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
  expect(existsSync(join(root, '.cache'))).toBe(false);
  cpSync(join(projectRoot(), 'lib', 'bin'), join(root, 'lib', 'bin'), { recursive: true });
  const cliplab = shell(`"$0" '${join(root, 'lib', 'bin', 'cliplab.mjs')}' doctor`);
  expect([cliplab.status, cliplab.stderr]).toEqual([1, `cliplab: ${root} is not set up: run "npm run setup" there.\n`]);
});

test('nobody reading on ends a command quietly, and a full disk behind its output is said', () => {
  const { command } = bareClone();
  expect(shell(`${command('doctor')} | true; exit \${PIPESTATUS[0]}`)).toMatchObject({ status: 141, stderr: '' });
  expect(shell(`${command('doctor')} 2>&1 | true; exit \${PIPESTATUS[0]}`)).toMatchObject({ status: 141, stderr: '' });
  if (!existsSync('/dev/full')) return;
  const full = shell(`${command('doctor')} > /dev/full`);
  expect([full.status, full.stderr]).toEqual([
    1,
    'cliplab: standard output cannot be used: the disk is full; make room and run the command again.\n',
  ]);
});

test.each([
  [
    '/proc/x',
    /^cliplab: \/proc\/x\S* cannot be used: nothing can be made there; choose another place \(CLIPLAB_CACHE\)\.$/,
  ],
  [
    join('@', 'file'),
    /file\S* cannot be used: a file of that name is there; choose another place \(CLIPLAB_CACHE\) or move the file away\.$/,
  ],
  [join('@', 'x'.repeat(300)), /the name is too long; choose a shorter one \(CLIPLAB_CACHE\)\.$/],
])('CLIPLAB_CACHE=%s is refused before anything is fetched', (cache, sentence) => {
  const { root, command } = bareClone();
  writeFileSync(join(root, 'file'), '');
  const { status, stderr } = shell(command('setup'), { CLIPLAB_CACHE: cache.replace('@', root) });
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(sentence);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(existsSync(join(root, 'node_modules'))).toBe(false);
});

const isRoot = process.getuid?.() === 0;
const nobody = isRoot ? 'setpriv --reuid=65534 --regid=65534 --clear-groups ' : '';
const hasNobody = !isRoot || shell(`${nobody}"$0" --version`).status === 0;
test(
  'a checkout that one may not write to is told as another user’s',
  needs(hasNobody, 'a Node that the user nobody may run'),
  () => {
    const { root, command } = bareClone();
    chmodSync(root, 0o555);
    const { status, stderr } = shell(nobody + command('setup'));
    chmodSync(root, 0o755);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `cliplab: ${join(root, '.cache')} cannot be used: you may not go there; this checkout may be another user's: ` +
        'clone one of your own, or change the owner of this one.\n',
    );
  },
);

test.each([
  ['SIGINT', 130, 'interrupted'],
  ['SIGTERM', 143, 'stopped by SIGTERM'],
  ['SIGHUP', 129, 'stopped by SIGHUP'],
] as const)('%s during set-up ends what it started, by %i', async (signal, code, words) => {
  const { root } = bareClone();
  const npm = join(root, 'npm-cli.js');
  writeFileSync(
    npm,
    "import { writeFileSync } from 'node:fs'; writeFileSync('npm.pid', String(process.pid)); setInterval(() => undefined, 1000);",
  );
  const child = spawn(process.execPath, [join(root, 'scripts', 'run.mjs'), 'train'], {
    env: { ...process.env, npm_execpath: npm },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise((resolve) => child.on('close', resolve));
  while (!existsSync(join(root, 'npm.pid')) && child.exitCode === null) await pause(20);
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(`cliplab: ${words}; the next command goes on from here`);
  expect(() => process.kill(Number(readFileSync(join(root, 'npm.pid'), 'utf8')), 0)).toThrow('ESRCH');
});

test('a blank CLIPLAB_CACHE is an unset one, and ~ is the home folder', () => {
  const root = sandbox();
  mkdirSync(join(root, '.cache'));
  expect(projectFolders(root, ' ').cache).toBe(join(root, '.cache'));
  expect(projectFolders(root, '~/cache').cache).toBe(join(process.env['HOME'] ?? '/root', 'cache'));
});
