import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { loadTokenizer, loadVocabulary, saveVocabulary } from '../../lib/text/vocabularyFiles.js';

const fixture = new URL('../fixtures/tokenizer/', import.meta.url).pathname;
const vocabulary = trainBpe(['a dog', 'the dog house', '__proto__ 0123 0123'], { merges: 12, minFrequency: 1 });
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab-vocabulary-'));
});
afterEach(() => rm(folder, { recursive: true }));

const change = async (file: string, edit: (text: string) => string): Promise<void> => {
  await saveVocabulary(folder, vocabulary);
  await writeFile(join(folder, file), edit(await readFile(join(folder, file), 'utf8')));
};

describe('vocabulary files', () => {
  it('come back as they were saved', async () => {
    await saveVocabulary(folder, vocabulary);
    expect(await loadVocabulary(folder)).toEqual(vocabulary);
  });

  it('give the ids that transformers.CLIPTokenizer gives over the same files', async () => {
    const { contextLength, cases } = JSON.parse(await readFile(join(fixture, 'cases.json'), 'utf8')) as {
      contextLength: number;
      cases: { text: string; ids: number[] }[];
    };
    const tokenizer = await loadTokenizer(fixture, contextLength);
    for (const { text, ids } of cases) {
      const { startToken, endToken } = tokenizer;
      expect([text, startToken, ...tokenizer.encode(text), endToken]).toEqual([text, ...ids]);
    }
    expect(cases.length).toBeGreaterThan(40);
  });

  it.each<[string, string, (text: string) => string, string]>([
    ['a merge cut in half', 'merges.txt', (text) => text.slice(0, -3), 'Merge 12'],
    ['a merge with three parts', 'merges.txt', (text) => text.replace('d o', 'd o g'), 'two symbols'],
    ['an unknown symbol', 'merges.txt', (text) => text + 'xyz q\n', '"xyz" is no symbol yet'],
    ['a merge past the end of a word', 'merges.txt', (text) => text + 'a</w> b\n', 'already ends a word'],
    ['a merge twice', 'merges.txt', (text) => text + text.split('\n')[1]! + '\n', 'exists already'],
    ['a merge lost', 'merges.txt', (text) => text.split('\n').slice(0, -2).join('\n'), 'take both from one model'],
    ['half a JSON', 'vocab.json', (text) => text.slice(0, 500), 'no JSON'],
    ['a JSON list', 'vocab.json', () => '[]', 'JSON object'],
    ['a changed id', 'vocab.json', (text) => text.replace('"a":64', '"a":65'), 'gives "a" the id 65'],
    ['another model', 'vocab.json', () => '{"a":0}', 'holds 1 tokens'],
  ])('refuse %s', async (_, file, edit, message) => {
    await change(file, edit);
    const failure = await loadVocabulary(folder).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as Error).message).toContain(file);
    expect((failure as Error).message).toContain(message);
  });

  describe('tokenizer.json', () => {
    const content = (): { model: Record<string, unknown>; added_tokens: { id: number; content: string }[] } => {
      const vocab = Object.fromEntries([...vocabulary.ids].slice(0, -2));
      const merges = vocabulary.merges.map((merge) => merge.join(' '));
      const tokens = [...vocabulary.ids].slice(-2).map(([symbol, id]) => ({ id, content: symbol }));
      return { model: { type: 'BPE', end_of_word_suffix: '</w>', vocab, merges }, added_tokens: tokens };
    };
    const load = async (file: unknown): Promise<unknown> => {
      await writeFile(join(folder, 'tokenizer.json'), typeof file === 'string' ? file : JSON.stringify(file));
      return loadVocabulary(folder);
    };

    it('is read with merges in either form', async () => {
      expect(await load(content())).toEqual(vocabulary);
      const file = content();
      expect(await load({ ...file, model: { ...file.model, merges: vocabulary.merges } })).toEqual(vocabulary);
    });

    it.each<[string, (file: ReturnType<typeof content>) => unknown, string]>([
      ['half a JSON', (file) => JSON.stringify(file).slice(0, -9), 'no JSON'],
      ['another model', (file) => ({ ...file, model: { type: 'WordPiece', vocab: {} } }), 'no byte pair encoding'],
      [
        'another end of words',
        (file) => ({ ...file, model: { ...file.model, end_of_word_suffix: '' } }),
        `end in "", CLIP's in "</w>"`,
      ],
      ['a token lost', (file) => ({ ...file, added_tokens: file.added_tokens.slice(1) }), 'holds 525 tokens'],
      ['a merge of numbers', (file) => ({ ...file, model: { ...file.model, merges: [1, 2] } }), 'merge 1'],
      ['no object', () => 'null', 'no byte pair encoding'],
    ])('with %s is refused', async (_, edit, message) => {
      const failure: unknown = await load(edit(content())).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(UserError);
      expect((failure as Error).message).toContain('tokenizer.json');
      expect((failure as Error).message).toContain(message);
    });
  });

  it('name the file that is missing', async () => {
    await expect(loadVocabulary(folder)).rejects.toThrow(`${join(folder, 'merges.txt')} is missing; a tokenizer needs`);
  });
});
