import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, it, vi } from 'vitest';
import { NO_JOURNAL, openJournal } from '../../lib/experiments/journal.js';

const OPTIONS = { tasks: ['flags', 'digits'] };
let folder = '';
beforeEach(async () => {
  const cache = await mkdtemp(join(tmpdir(), 'cliplab journal '));
  vi.stubEnv('CLIPLAB_CACHE', cache);
  folder = join(cache, 'experiments');
  return () => vi.unstubAllEnvs();
});

const journalFiles = async (): Promise<string[]> => (await readdir(folder)).map((name) => join(folder, name));
const never = (): Promise<never> => Promise.reject(new Error('is measured again'));

it('keeps the rows of each part until the experiment is complete', async () => {
  const first = await openJournal('few-shot', OPTIONS);
  const rows = [{ task: 'flags', value: 0.1 + 0.2, seed: null }];
  expect(await first.rowsOf('flags', () => Promise.resolve(rows))).toEqual(rows);

  const second = await openJournal('few-shot', OPTIONS);
  expect(await second.rowsOf('flags', never)).toEqual(rows);
  await expect(second.rowsOf('digits', never)).rejects.toThrow('is measured again');
  await second.finish();
  expect(await journalFiles()).toEqual([]);

  const third = await openJournal('few-shot', OPTIONS);
  await expect(third.rowsOf('flags', never)).rejects.toThrow('is measured again');
});

it('is another one for other options and for another experiment', async () => {
  await (await openJournal('few-shot', OPTIONS)).rowsOf('flags', () => Promise.resolve([{ value: 1 }]));
  for (const other of [openJournal('few-shot', { tasks: ['flags'] }), openJournal('zero-shot', OPTIONS)])
    expect(await (await other).rowsOf('flags', () => Promise.resolve([{ value: 2 }]))).toEqual([{ value: 2 }]);
  expect(await (await openJournal('few-shot', OPTIONS)).rowsOf('flags', never)).toEqual([{ value: 1 }]);
});

it('measures a part again whose line a kill cut off anywhere, and keeps those before and after it', async () => {
  const rowsOf = (part: string) => [{ part, title: 'Zähler, 国旗\n' }];
  const journal = await openJournal('few-shot', OPTIONS);
  for (const part of ['a', 'b']) await journal.rowsOf(part, () => Promise.resolve(rowsOf(part)));
  const [path] = (await journalFiles()) as [string];
  const bytes = await readFile(path);
  const start = bytes.indexOf('\n["b"');
  expect(start).toBeGreaterThan(0);
  for (let end = start; end < bytes.length; end++) {
    await writeFile(path, bytes.subarray(0, end));
    const gone = await openJournal('few-shot', OPTIONS);
    expect(await gone.rowsOf('a', never)).toEqual(rowsOf('a'));
    // All but the last newline is the whole line.
    if (end < bytes.length - 1) await expect(gone.rowsOf('b', never)).rejects.toThrow('is measured again');
    await gone.rowsOf('b', () => Promise.resolve(rowsOf('b')));
    const after = await openJournal('few-shot', OPTIONS);
    for (const part of ['a', 'b']) expect(await after.rowsOf(part, never)).toEqual(rowsOf(part));
  }
});

it('passes over lines that are JSON and no part', async () => {
  const journal = await openJournal('few-shot', OPTIONS);
  await journal.rowsOf('a', () => Promise.resolve([{ value: 1 }]));
  const [path] = (await journalFiles()) as [string];
  await writeFile(path, ['null', '3', '{}', '["b"]', '["b", 4]', '[5, []]', '', '["a", [{"value":1}]]'].join('\n'));
  const again = await openJournal('few-shot', OPTIONS);
  expect(await again.rowsOf('a', never)).toEqual([{ value: 1 }]);
  await expect(again.rowsOf('b', never)).rejects.toThrow('is measured again');
});

it('gives back any part and any rows as they were', async () => {
  const row = fc.dictionary(
    fc.string().filter((name) => name !== '__proto__'),
    fc.oneof(fc.string({ unit: 'binary' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
    { noNullPrototype: true },
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.array(row), async (part, rows) => {
      const options = run++;
      await (await openJournal('few-shot', options)).rowsOf(part, () => Promise.resolve(rows));
      const kept = await (await openJournal('few-shot', options)).rowsOf(part, never);
      // As JSON writes them: -0 is 0.
      expect(kept).toEqual(JSON.parse(JSON.stringify(rows)));
    }),
    { numRuns: 50 },
  );
});

it('without one, each part is measured each time', async () => {
  let times = 0;
  const compute = (): Promise<object[]> => Promise.resolve([{ times: ++times }]);
  for (const expected of [1, 2]) expect(await NO_JOURNAL.rowsOf('a', compute)).toEqual([{ times: expected }]);
  await NO_JOURNAL.finish();
});
