import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { needs } from '../fixtures/needs.js';
import { calledCommand } from './calledCommand.js';
import { canBeNobody, CLI, cli, folder, type Ended } from './cliProcess.js';

/** One sentence as the last line, and a stack nowhere. */
function expectSentence({ stderr }: Ended, sentence: RegExp): void {
  const lines = stderr.trimEnd().split('\n');
  expect(lines.at(-1)).toMatch(sentence);
  expect(lines.filter((line) => line.startsWith('cliplab: '))).toHaveLength(1);
  expect(stderr).not.toMatch(/^ +at |node:internal/m);
}

const VERBS = [
  'data',
  'data build',
  'data build iconwit',
  'data build suite',
  'data list',
  'doctor',
  'embed',
  'figures',
  'human',
  'human merge',
  'kernel',
  'kernel install',
  'kernel uninstall',
  'overlap',
  'probe',
  'run',
  'setup',
  'study',
  'train',
  'zeroshot',
];
const words = (line: string): string[] => line.split(' ').filter(Boolean);

describe('every verb', () => {
  test.each(['', ...VERBS])('cliplab %s --help fits a terminal of 80 columns', async (verb) => {
    const { code, stdout, stderr } = await calledCommand([...words(verb), '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: cliplab ${verb}`.trim());
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  const FLAGS: Record<string, string> = {
    'data build iconwit': '--publsh',
    'data build suite': '--task',
    'data list': '--jsn',
    doctor: '--jsno',
    embed: '--no-projcted',
    figures: '--ony',
    'human merge': '--ot',
    'kernel install': '--prefx',
    overlap: '--treshold',
    probe: '--sed',
    run: '--modl',
    study: '--seds',
    train: '--step',
    zeroshot: '--modl',
  };
  test.each(Object.entries(FLAGS))('cliplab %s %s: the near flag is suggested', async (verb, flag) => {
    const ended = await calledCommand([...words(verb), flag]);
    expect(ended.code).toBe(1);
    expectSentence(
      ended,
      /^cliplab: unknown option '--[\w-]+' \(Did you mean --[\w-]+\?\); "cliplab \w+ --help" says what there is\.$/,
    );
  });
});

/** What a user may give, and what is said. */
const WRONG: [line: string, sentence: RegExp][] = [
  ['zeroshto', /unknown command 'zeroshto' \(Did you mean zeroshot\?\)/],
  ['data lst', /unknown command 'lst' \(Did you mean list\?\)/],
  ['doctor now', /too many arguments for 'doctor'/],
  ['embed', /missing required argument 'model'/],
  ['run', /missing required argument 'experiment'/],
  ['run zero-shot --data=', /option '--data <names>' has an empty value/],
  ['zeroshot --seed 1 --seed 2', /option '--seed <integer>' is given twice/],
  ['zeroshot --seed=', /option '--seed <integer>' .*expected a whole number/],
  ['zeroshot --seed 99999999999999999999', /expected a whole number/],
  ['overlap a b --threshold=', /option '--threshold <similarity>' has an empty value/],
  ['human merge a b --out=', /option '--out <path>' has an empty value/],
  ['train --out=', /option '--out <path>' has an empty value/],
  ['data build iconwit --workers 0', /option '--workers <count>' .*expected a whole number of 1 or more/],
];

describe('a wrong command line', () => {
  test.each(WRONG)('%s', async (line, sentence) => {
    const ended = await calledCommand(words(line));
    expect(ended.code).toBe(1);
    expectSentence(ended, /^cliplab: .*; "cliplab (\w+ )?--help" says what there is\.$/);
    expect(ended.stderr).toMatch(sentence);
  });
});

const LONG = 'x'.repeat(300);
const made = folder();
writeFileSync(join(made, 'notes.txt'), 'my notes\n');
mkdirSync(join(made, 'album'));
writeFileSync(join(made, 'album', 'a.txt'), '');
symlinkSync('loop', join(made, 'loop'));

/** `@` stands for a folder with `notes.txt`, the folder `album` with a file in it, and the link `loop` to itself. */
const PLACES: [line: string, cache: string | undefined, sentence: RegExp][] = [
  [
    'embed mini-rn flags --folder @/notes.txt',
    undefined,
    /notes\.txt.* cannot be written: a part of its path is not a folder; .*\(--folder\)\.$/,
  ],
  [
    'embed mini-rn flags --folder /proc/x/y',
    undefined,
    /\/proc\/x cannot be written: nothing can be made there; .*\(--folder\)\.$/,
  ],
  [
    `embed mini-rn flags --folder @/${LONG}`,
    undefined,
    /cannot be written: the name is too long; choose a shorter one \(--folder\)\.$/,
  ],
  ['embed mini-rn flags --folder @/loop/x', undefined, /its links lead in a circle; .*\(--folder\)\.$/],
  [
    'embed mini-rn flags',
    '@/notes.txt',
    /a part of its path is not a folder; choose another place \(CLIPLAB_CACHE\)\.$/,
  ],
  [
    'train --overfit 2 --folder /proc/x',
    undefined,
    /\/proc\/x cannot be written: nothing can be made there; .*\(--folder\)\.$/,
  ],
  ['train --out @/notes.txt', undefined, /notes\.txt cannot be written: a file of that name is there; .*\(--out\)/],
  [
    'train --out @/album',
    undefined,
    /album holds other things than a model: give --out a folder of its own, or empty it\.$/,
  ],
  ['train --out @/notes.txt/model', undefined, /a part of its path is not a folder; .*\(--out\)\.$/],
  [
    'overlap flags objects --out @/album',
    undefined,
    /album cannot be written: a folder of that name is there; give the path of a file \(--out\)\.$/,
  ],
  [
    'overlap flags objects --out @/notes.txt',
    undefined,
    /notes\.txt is there and is no earlier result of this command: give --out another name, or remove it\.$/,
  ],
  [`overlap flags objects --out @/${LONG}`, undefined, /the name is too long; choose a shorter one \(--out\)\.$/],
  [
    'data build suite --tasks flags --cache @/notes.txt',
    undefined,
    /a part of its path is not a folder; .*\(--cache\)\.$/,
  ],
  [
    'data build iconwit --cache /proc/x',
    undefined,
    /\/proc\/x.* cannot be written: nothing can be made there; .*\(--cache\)\.$/,
  ],
  [
    'human merge a b --out @/notes.txt',
    undefined,
    /notes\.txt is there and is no earlier result of this command: give --out another name, or remove it\.$/,
  ],
  ['data build iconwit', '/proc/x', /cannot be written: nothing can be made there; .*\(CLIPLAB_CACHE, or --cache\)\.$/],
];
const at = (text: string): string => text.replace('@', made);

describe('a place that will not do', () => {
  test.each(PLACES)('%s', async (line, cache, sentence) => {
    const ended = await calledCommand(words(line).map(at), { CLIPLAB_CACHE: at(cache ?? '@/cache') });
    expect(ended.code).toBe(1);
    expectSentence(ended, /^cliplab: .*\.$/);
    expect(ended.stderr.trimEnd()).toMatch(sentence);
  });

  const mayLook = canBeNobody || process.getuid?.() !== 0;
  test(
    'a folder that one may not write to',
    needs(mayLook, 'a checkout that the user nobody may look into'),
    async () => {
      const shut = folder();
      chmodSync(shut, 0o555);
      const args = ['embed', 'mini-rn', 'flags', '--folder', join(shut, 'x')];
      const ended = await cli(args, { asNobody: process.getuid?.() === 0, env: { CLIPLAB_CACHE: folder() } });
      expect(ended.code).toBe(1);
      expectSentence(
        ended,
        /x cannot be written: you may not go there; choose another place \(--folder\) or change its permissions\.$/,
      );
    },
  );

  test('an empty or blank CLIPLAB_CACHE is an unset one', async () => {
    const list = (CLIPLAB_CACHE?: string): Promise<Ended> => calledCommand(['data', 'list'], { CLIPLAB_CACHE });
    const unset = await list();
    expect(await list('')).toEqual(unset);
    expect(await list(' ')).toEqual(unset);
    expect(unset.stdout).toContain(join('.cache', 'datasets', 'Food101'));
  });
});

describe('--json', () => {
  test.each([
    'zeroshot nonesuch --json',
    'probe --json --modl x',
    'embed mini-rn flags --folder /proc/x --json',
    'figures nonesuch --json',
    'overlap a --json',
    'train maxi --json',
    'study nonesuch --json',
  ])('%s: the error is JSON on standard output, and a sentence beside it', async (line) => {
    const ended = await calledCommand(words(line));
    expect(ended.code).toBe(1);
    const { ok, error } = JSON.parse(ended.stdout) as { ok: boolean; error: string };
    expect(ok).toBe(false);
    expect(ended.stderr.trimEnd().split('\n').at(-1)).toBe(`cliplab: ${error}`);
  });

  test.each(['zeroshot flags --json', 'overlap flags objects --json'])(
    '%s: nothing else is on standard output, with WebAssembly’s warning too',
    async (line) => {
      const env = { CLIPLAB_CACHE: folder(), CLIPLAB_ENGINE: 'wasm' };
      const { code, stdout, stderr } = await cli(words(line), { env });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toBeTypeOf('object');
      expect(stderr).toContain('WebAssembly');
    },
  );
});

describe('a process of its own', () => {
  test.each([
    '--help',
    'train --help',
    'data lst',
    'embed',
    'zeroshot --seed=',
    'train --out @/album',
    'overlap a --json',
    'data build iconwit --cache /proc/x',
  ])('cliplab %s ends as it does here', async (line) => {
    const env = { CLIPLAB_CACHE: at('@/cache') };
    const [apart, here] = [await cli(words(line).map(at), { env }), await calledCommand(words(line).map(at), env)];
    expect(apart).toEqual(here);
  });
});

describe.concurrent('nobody reads on', () => {
  test.each(['--help', 'data list', 'data list --json', 'zeroshot flags', 'embed mini-rn flags --json'])(
    'cliplab %s | true ends quietly, by the code of SIGPIPE',
    async (line) => {
      const ended = await cli(words(line), { into: '| true; exit ${PIPESTATUS[0]}' });
      expect(ended).toEqual({
        code: 141,
        stdout: '',
        stderr: expect.not.stringMatching(/^cliplab:|^ +at /m) as string,
      });
    },
  );

  test('also on standard error', async () => {
    const { code } = await cli(['zeroshot', 'nonesuch'], { into: '2> >(exec true); sleep 0; exit $?' });
    expect([0, 1, 141]).toContain(code);
    const both = await cli(['zeroshot', 'nonesuch'], { into: '2>&1 | true; exit ${PIPESTATUS[0]}' });
    expect(both).toEqual({ code: 141, stdout: '', stderr: '' });
  });

  test('a full disk behind standard output is said', needs(existsSync('/dev/full'), '/dev/full'), async () => {
    const ended = await cli(['data', 'list'], { into: '> /dev/full' });
    expect(ended.code).toBe(1);
    expectSentence(
      ended,
      /^cliplab: standard output cannot be written: the disk is full; make room and run the command again\.$/,
    );
  });
});

describe('told to end', () => {
  /** Starts a command, sends it a signal once `ready`, and gives its end. */
  async function endBy(signal: NodeJS.Signals, args: string[], ready: (printed: string) => boolean): Promise<Ended> {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { ...process.env, CLIPLAB_CACHE: folder() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
    const ended = new Promise<Ended>((resolve) =>
      child.on('close', (code, by) => resolve({ code: code ?? (by === signal ? 0 : -1), ...texts })),
    );
    while (!ready(texts.stdout) && child.exitCode === null) await pause(20);
    child.kill(signal);
    return ended;
  }

  const SIGNALS = [
    ['SIGINT', 130, 'stopped by the user'],
    ['SIGTERM', 143, 'stopped by SIGTERM'],
    ['SIGHUP', 129, 'stopped by SIGHUP'],
  ] as const;

  test.each(SIGNALS)('by %s, a command ends with %i and a sentence', async (signal, code, sentence) => {
    const ended = await endBy(signal, ['zeroshot'], (printed) => printed.includes('\n'));
    expect(ended.code).toBe(code);
    expectSentence(ended, new RegExp(`^cliplab: ${sentence}$`));
  });

  test.each(SIGNALS)('by %s, one that can be gone on from saves where it is', async (signal, code, sentence) => {
    const run = folder();
    const args = ['train', '--overfit', '32', '--folder', run];
    const log = join(run, 'metrics.jsonl');
    const ended = await endBy(signal, args, () => existsSync(log));
    expect(ended.code).toBe(code);
    expectSentence(ended, new RegExp(`^cliplab: ${sentence}; the same command goes on from there$`));
    expect(readdirSync(run).some((name) => /^step-\d+\.safetensors$/.test(name))).toBe(true);
  });

  test.each([50, 150, 300, 600, 1_000])('after %i ms, whatever it is at, it does not go on', async (ms) => {
    const start = performance.now();
    const ended = await endBy('SIGTERM', ['zeroshot'], () => performance.now() - start > ms);
    // Before Node runs a line of ours, the signal itself ends it.
    expect([0, 143]).toContain(ended.code);
    expect(ended.stdout).not.toContain('weather');
    expect(ended.stderr).not.toMatch(/^ +at /m);
  });
});
