import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openSayingNotes } from '../../lib/datasets/openSayingNotes.js';
import { withInterruptSignal } from '../../lib/io/interruption.js';

const root = mkdtempSync(join(tmpdir(), 'cliplab said '));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, 'test', 'ant'), { recursive: true });
writeFileSync(join(root, 'test/ant/0.png'), '');
cpSync(join(root, 'test/ant'), join(root, 'test/bee'), { recursive: true });
writeFileSync(join(root, 'a\n\u001b[31mred'), '');

let told: string[];
beforeEach(() => {
  told = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});
const NOTE = `cliplab: ${root}: passed over 1 files of other kinds (a??[31mred).\n`;

it('says a note once a process, on one line whatever files are called', async () => {
  await openSayingNotes(root);
  const { notes } = await openSayingNotes(root);
  expect(notes).toHaveLength(1);
  expect(told).toEqual([NOTE]);
});

it('names the dataset where a note does not, be its name as short as may be', async () => {
  const named = join(root, 'a');
  for (const part of ['train', 'test']) cpSync(join(root, 'test'), join(named, part), { recursive: true });
  await openSayingNotes(named);
  expect(told).toEqual([expect.stringMatching(/^cliplab: a: It has no validation images, /)]);
  rmSync(named, { recursive: true });
});

it('says it again in each cell of a notebook', async () => {
  for (let cell = 0; cell < 2; cell++)
    await withInterruptSignal(new AbortController().signal, async () => {
      await openSayingNotes(root);
      await openSayingNotes(root);
    });
  expect(told).toEqual([NOTE, NOTE]);
});
