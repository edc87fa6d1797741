import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namingFile } from '../../lib/setup/namingFile.mjs';
import { runSteps, stepsFor, type Step } from '../../lib/setup/runSteps.mjs';
import { SetupError } from '../../lib/setup/setupError.mjs';
import { needs } from '../fixtures/needs.js';
import { fakeStep, noLock, sandbox, silent } from '../scripts/sandbox.js';

const run = (steps: Step[], signal?: AbortSignal): Promise<void> =>
  runSteps(steps, { logs: sandbox(), reporter: silent, lock: noLock, ...(signal && { signal }) });

const fails = (steps: Step[]): Promise<SetupError> =>
  run(steps).then(
    () => expect.fail('it did not fail'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(SetupError);
      return error as SetupError;
    },
  );

test('a step starts when all it needs are done, and those that need nothing of each other run at once', async () => {
  const events: string[] = [];
  let meet = (): void => undefined;
  const bothStarted = new Promise<void>((resolve) => (meet = resolve));
  let waiting = 0;
  const together = (name: string) => async (): Promise<void> => {
    events.push(`${name} starts`);
    if (++waiting === 2) meet();
    await bothStarted;
    events.push(`${name} ends`);
  };
  await run([
    fakeStep('npm', [], together('npm')),
    fakeStep('pip', [], together('pip')),
    fakeStep('join', ['npm', 'pip'], () => Promise.resolve(void events.push('join starts'))),
  ]);
  expect(events.slice(0, 2)).toEqual(['npm starts', 'pip starts']);
  expect(events.at(-1)).toBe('join starts');
});

test('what is in place is not made again', async () => {
  let runs = 0;
  const step = fakeStep('once', [], () => Promise.resolve(void runs++));
  await run([step]);
  await run([step]);
  expect(runs).toBe(1);
});

test('a step asks for what it builds on, and for nothing else', () => {
  const steps = [fakeStep('a', []), fakeStep('b', ['a']), fakeStep('c', []), fakeStep('d', ['b'])];
  expect(stepsFor(steps, ['d']).map(({ name }) => name)).toEqual(['a', 'b', 'd']);
  expect(stepsFor(steps, ['c']).map(({ name }) => name)).toEqual(['c']);
});

test('a failing program is reported with its last words, its log and the remedy, and nothing that needs it runs', async () => {
  const later = fakeStep('later', ['broken'], () => expect.fail('it ran'));
  const error = await fails([
    fakeStep('broken', [], ({ exec }) =>
      exec(process.execPath, ['-e', 'console.error("no space left"); process.exit(3)'], { cwd: sandbox() }),
    ),
    later,
  ]);
  expect(error.message).toMatch(/^broken: .* ended with exit code 3\. Do it again\.$/);
  expect(error.details).toContain('no space left');
  expect(readFileSync(error.logFile ?? '', 'utf8')).toContain('no space left');
  expect(later.missing()).toBe('later is missing');
});

test.each([
  ['a program of Python', 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'],
  ['npm', 'npm error ENOSPC: no space left on device, write'],
  ['a compiler', '/usr/bin/ld: final link failed: No space left on device'],
])('%s on a full disk is told as that', async (_, words) => {
  const error = await fails([
    fakeStep('step', [], ({ exec }) =>
      exec(process.execPath, ['-e', `console.error(${JSON.stringify(words)}); process.exit(1)`], { cwd: sandbox() }),
    ),
  ]);
  expect(error.message).toBe('step: the disk is full; make room and run the command again.');
  expect(error.details).toContain(words);
});

test(
  'a file of the set-up that a full disk does not take is named',
  needs(existsSync('/dev/full'), '/dev/full'),
  async () => {
    const full = openSync('/dev/full', 'w');
    const write = (): never => {
      namingFile('/some/file', () => writeSync(full, 'more'));
      return expect.fail('it was written');
    };
    const error = await fails([fakeStep('step', [], () => Promise.resolve().then(write))]);
    closeSync(full);
    expect(error.message).toBe(
      'step: /some/file cannot be written: the disk is full; make room and run the command again.',
    );
  },
);

test('the first failure ends the programs of the other steps, and is the one that is told', async () => {
  const folder = sandbox();
  const file = join(folder, 'too late');
  const slow = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(file)}, ''), 300_000)`;
  const start = performance.now();
  const error = await fails([
    fakeStep('slow', [], ({ exec }) => exec(process.execPath, ['-e', slow], { cwd: folder })),
    fakeStep('quick', [], () => Promise.reject(new SetupError('the quick one failed'))),
  ]);
  expect(error.message).toBe('the quick one failed');
  expect(performance.now() - start).toBeLessThan(200_000);
  expect(existsSync(file)).toBe(false);
});

test('a program that is not there is named', async () => {
  const error = await fails([fakeStep('compile', [], ({ exec }) => exec('no-such-compiler', [], { cwd: sandbox() }))]);
  expect(error.message).toContain('no-such-compiler');
  expect(error.message).toContain('ENOENT');
});

test('a step that ends well without having done its work is a failure', async () => {
  const idle: Step = {
    name: 'idle',
    needs: [],
    missing: () => 'nothing was made',
    run: async () => {},
    remedy: 'Look.',
  };
  expect((await fails([idle])).message).toBe('idle: done, and yet nothing was made. Look.');
});

test('an abort from outside ends the steps', async () => {
  const abort = new AbortController();
  const step = fakeStep('sleep', [], ({ exec }) => {
    setTimeout(() => abort.abort(), 50);
    return exec(process.execPath, ['-e', 'setTimeout(() => {}, 30_000)'], { cwd: sandbox() });
  });
  await expect(run([step], abort.signal)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
});
