import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { createTokenizer } from '../../lib/text/createTokenizer.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { loadVocabulary } from '../../lib/text/vocabularyFiles.js';

const vocabulary = trainBpe(['a dog', 'the dog house', 'thé "quoted" \\ 0123'], { merges: 30, minFrequency: 1 });
const ids = Object.fromEntries(vocabulary.ids);
const merges = vocabulary.merges.map((merge) => merge.join(' '));
const tokenizerJson = {
  added_tokens: Object.entries(ids)
    .slice(-2)
    .map(([content, id]) => ({ content, id })),
  model: {
    type: 'BPE',
    end_of_word_suffix: '</w>',
    vocab: Object.fromEntries(Object.entries(ids).slice(0, -2)),
    merges,
  },
};
const sound: Record<string, string> = {
  'merges.txt': ['#version: 0.2', ...merges, ''].join('\n'),
  'vocab.json': JSON.stringify(ids),
  'tokenizer.json': JSON.stringify(tokenizerJson),
};

let folders: Record<string, string> = {};
beforeAll(async () => {
  const make = (): Promise<string> => mkdtemp(join(tmpdir(), 'cliplab-fuzz-'));
  folders = { pair: await make(), json: await make() };
});
afterAll(() => Promise.all(Object.values(folders).map((folder) => rm(folder, { recursive: true }))));

const edit = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.integer({ min: 0, max: 30 }),
  inserted: fc.oneof(
    fc.string({ unit: fc.constantFrom(...' \n\r"{}[],:0a</w>#\\\0é'), maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
});

const damaged = (
  text: string,
  { place, removed, inserted }: { place: number; removed: number; inserted: string },
): string => {
  const at = Math.floor(place * text.length);
  return text.slice(0, at) + inserted + text.slice(at + removed);
};

describe('a damaged vocabulary gives one clear error or the vocabulary it was', () => {
  it.each(['merges.txt', 'vocab.json', 'tokenizer.json'])('%s', async (file) => {
    const folder = file === 'tokenizer.json' ? folders['json']! : folders['pair']!;
    if (file !== 'tokenizer.json')
      for (const other of ['merges.txt', 'vocab.json']) await writeFile(join(folder, other), sound[other]!);
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 2 }), async (edits) => {
        await writeFile(join(folder, file), edits.reduce(damaged, sound[file]!));
        const result: unknown = await loadVocabulary(folder).catch((error: unknown) => error);
        if (result instanceof Error) {
          expect(result).toBeInstanceOf(UserError);
          expect(result.message).toContain(folder);
        } else expect(result).toEqual(vocabulary);
      }),
      { numRuns: 250 },
    );
    await writeFile(join(folder, file), sound[file]!);
    expect(await loadVocabulary(folder)).toEqual(vocabulary);
  });
});

describe('any text and any ids', () => {
  const tokenizer = createTokenizer(vocabulary, 16);

  it('make rows that begin and end as they should', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 4 }), (texts) => {
        const rows = tokenizer.tokenize(texts);
        texts.forEach((text, k) => {
          const row = rows.subarray(16 * k, 16 * (k + 1));
          const end = 1 + Math.min(14, tokenizer.encode(text).length);
          expect([row[0], row[end]]).toEqual([tokenizer.startToken, tokenizer.endToken]);
          expect(row.subarray(end + 1).every((id) => id === 0)).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('decode, or name the id that is none', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: -2, max: 600 }), fc.double()), { maxLength: 8 }), (some) => {
        const isSound = some.every((id) => Number.isInteger(id) && id >= 0 && id < tokenizer.vocabSize);
        if (isSound) expect(typeof tokenizer.decode(some)).toBe('string');
        else expect(() => tokenizer.decode(some)).toThrow(UserError);
      }),
    );
  });
});
