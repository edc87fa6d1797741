import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkMachine } from '../../lib/setup/checkMachine.mjs';
import { replaceFile, replaceLink, linkTarget } from '../../lib/setup/replaceFile.mjs';
import { sandbox } from './sandbox.js';

const REAL = fileURLToPath(new URL('../../', import.meta.url));

/** What the commands need of a clone, before any set-up. */
function bareClone(): { root: string; run: (...args: string[]) => ReturnType<typeof spawnSync> } {
  const root = sandbox();
  for (const name of [
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'lib/package.json',
    'lib/setup',
  ]) {
    cpSync(join(REAL, name), join(root, name), { recursive: true });
  }
  return {
    root,
    run: (...args) =>
      spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), ...args], { cwd: root, encoding: 'utf8' }),
  };
}

test('in a bare clone, doctor lists what is missing with its remedy, changes nothing, and fails', () => {
  const { root, run } = bareClone();
  const before = readdirSync(root, { recursive: true });
  const { status, stdout, stderr } = run('doctor', '--json');
  expect([status, stderr]).toEqual([1, '']);
  const report = JSON.parse(String(stdout)) as { ok: boolean; rows: { name: string; state: string; remedy: string }[] };
  expect(report.ok).toBe(false);
  expect(report.rows.map(({ name }) => name)).toEqual([
    'npm packages',
    'Python environment',
    'Python packages',
    'TensorFlow library',
    'native binding',
    'Jupyter kernel',
    'lib',
  ]);
  expect(report.rows.every(({ state, remedy }) => state === 'missing' && remedy !== '')).toBe(true);
  expect(run('doctor').stdout).toContain('npm run setup');
  expect(readdirSync(root, { recursive: true })).toEqual(before);
});

test('a command that does not exist gets one sentence', () => {
  const { status, stderr } = bareClone().run('fly');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^cliplab: There is no command "fly": choose one of setup, figures, [^\n]*\.\n$/);
});

test.each([
  [['constructor'], /^cliplab: There is no command "constructor": choose one of setup, [^\n]*\.\n$/],
  [['docs', 'now'], /^cliplab: docs takes no arguments, found now: run `npm run docs`\.\n$/],
  [
    ['bench', 'trainin'],
    /^cliplab: There is no benchmark "trainin" \(did you mean training\?\): choose one of [^\n]*\.\n$/,
  ],
  [['bench', 'toString'], /^cliplab: There is no benchmark "toString": choose one of [^\n]*\.\n$/],
  [
    ['bench', 'engine', 'RN50'],
    /^cliplab: The benchmark engine takes nothing, found RN50: run `npm run bench -- engine`\.\n$/,
  ],
  [
    ['bench', 'profile', '--rounds', '3'],
    /^cliplab: The benchmark profile takes models, found --rounds 3: [^\n]*\.\n$/,
  ],
  [
    ['bench', 'training', '--rounds', '0'],
    /^cliplab: The benchmark training takes models and rounds, found --rounds 0: [^\n]*\.\n$/,
  ],
])('words that will not do are refused before anything is set up: %j', (words, sentence) => {
  const { root, run } = bareClone();
  const before = readdirSync(root, { recursive: true });
  const { status, stderr } = run(...words);
  expect([status, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  expect(readdirSync(root, { recursive: true })).toEqual(before);
});

test('a benchmark that fails, or whose reader goes away, ends without a stack', () => {
  const { root } = bareClone();
  const start = (body: string, shell: string): ReturnType<typeof spawnSync> => {
    writeFileSync(join(root, 'scripts/bench/thrown.mjs'), body);
    const script = `"${process.execPath}" "${join(root, 'scripts/bench/start.mjs')}" thrown ${shell}`;
    return spawnSync('sh', ['-c', script], { cwd: root, encoding: 'utf8' });
  };
  const failed = start("import 'a-package-that-is-not-there';", '');
  expect(failed.status).toBe(1);
  expect(failed.stderr).toMatch(/^cliplab: this is a fault of cliplab itself [^\n]*\n$/);
  const said = start("process.stdout.write(process.argv.slice(2).join() + '\\n');", 'RN50 --rounds 3');
  expect([said.status, said.stdout]).toEqual([0, 'RN50,--rounds,3\n']);
  const left = start("setInterval(() => process.stdout.write('row\\n'.repeat(9999)), 1);", '| head -n 1');
  expect([left.stdout, left.stderr]).toEqual(['row\n', '']);
});

test('a set-up that cannot go on says what failed, what it said last, where its log is and what to do', () => {
  const { root, run } = bareClone();
  const npm = join(root, 'npm-cli.js');
  writeFileSync(npm, "console.error('npm error the registry is on holiday'); process.exit(7);");
  process.env['npm_execpath'] = npm;
  const { status, stderr } = run('train');
  expect(status).toBe(1);
  expect(stderr).toMatch(/npm packages: failed/);
  expect(stderr).toContain('    npm error the registry is on holiday\n');
  expect(stderr).toMatch(
    /cliplab: npm packages: .* ended with exit code 7\. .*run the command again\. \(whole log: .*npm-packages\.log\)/,
  );
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each([
  ['18.20.4', 'linux', /^cliplab needs Node 20\.19 or newer and this is 18\.20\.4: /],
  ['20.18.3', 'linux', /needs Node 20\.19/],
  ['22.12.0', 'win32', /WSL/],
])('Node %s on %s is refused in one sentence', (version, platform, sentence) => {
  expect(() => checkMachine(version, platform as NodeJS.Platform)).toThrow(sentence);
});

test.each([
  ['20.19.0', 'linux'],
  ['24.0.0', 'darwin'],
])('Node %s on %s will do', (version, platform) => {
  expect(() => checkMachine(version, platform as NodeJS.Platform)).not.toThrow();
});

test('every command of package.json is one that the script knows', () => {
  const { scripts } = JSON.parse(readFileSync(join(REAL, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = Object.values(scripts).flatMap((line) => /^node scripts\/run\.mjs (\S+)$/.exec(line)?.[1] ?? []);
  const known = /choose one of (.*)\./.exec(String(bareClone().run('fly').stderr))?.[1]?.split(', ');
  expect(named.sort()).toEqual(known?.sort());
});

test('a link takes the place of a folder, a file or another link', () => {
  const folder = sandbox();
  const path = join(folder, 'deps');
  mkdirSync(join(path, 'lib'), { recursive: true });
  for (const target of ['one', 'two']) {
    replaceLink(path, target);
    expect(linkTarget(path)).toBe(target);
  }
  symlinkSync('nowhere', join(folder, 'file'));
  replaceFile(join(folder, 'file'), 'text');
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('text');
  expect(readdirSync(folder).sort()).toEqual(['deps', 'file']);
});
