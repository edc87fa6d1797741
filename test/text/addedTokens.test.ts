import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/io/projectPaths.js';
import { vocabularySize } from '../../lib/text/bpeVocabulary.js';
import { loadTokenizer, loadVocabulary, saveVocabulary } from '../../lib/text/vocabularyFiles.js';

const fixture = (name: string): string => join(projectRoot(), 'test', 'fixtures', 'tokenizer', name);
const { cases, ...files } = JSON.parse(await readFile(fixture('added.json'), 'utf8')) as {
  cases: { text: string; ids: number[] }[];
  'tokenizer_config.json': { added_tokens_decoder: Record<string, object> };
  'added_tokens.json': Record<string, number>;
  added_tokens: { id: number; content: string }[];
};
let folder = '';
const write = (name: string, json: unknown): Promise<void> => writeFile(join(folder, name), JSON.stringify(json));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliplab added '));
  for (const name of ['vocab.json', 'merges.txt']) await copyFile(fixture(name), join(folder, name));
});

/** A tokenizer.json of the vocabulary, with these tokens added. */
async function tokenizerJson(added: unknown): Promise<object> {
  const vocab = JSON.parse(await readFile(fixture('vocab.json'), 'utf8')) as object;
  const merges = (await readFile(fixture('merges.txt'), 'utf8')).trim().split('\n').slice(1);
  return { added_tokens: added, model: { type: 'BPE', end_of_word_suffix: '</w>', vocab, merges } };
}

async function expectCases(): Promise<void> {
  const tokenizer = await loadTokenizer(folder, 77);
  expect(tokenizer.vocabSize).toBe(820);
  expect(tokenizer.endToken).toBe(813);
  for (const { text, ids } of cases) expect([text, ...tokenizer.encode(text)]).toEqual([text, ...ids]);
  expect(tokenizer.decode([320, 817, 814, 321])).toBe('a <cat-toy> MyStyle b ');
}

describe('added tokens, as transformers finds them in texts', () => {
  it('from tokenizer_config.json and added_tokens.json', async () => {
    await write('tokenizer_config.json', files['tokenizer_config.json']);
    await write('added_tokens.json', files['added_tokens.json']);
    await expectCases();
  });

  it('from tokenizer.json, with or without merges.txt', async () => {
    await write('tokenizer.json', await tokenizerJson(files.added_tokens));
    await expectCases();

    await rm(join(folder, 'merges.txt'));
    await expectCases();
  });

  it('as they are saved', async () => {
    await write('tokenizer_config.json', files['tokenizer_config.json']);
    const vocabulary = await loadVocabulary(folder);
    expect(vocabularySize(vocabulary)).toBe(820);
    folder = await mkdtemp(join(tmpdir(), 'cliplab saved '));
    await saveVocabulary(folder, vocabulary);
    expect(await loadVocabulary(folder)).toEqual(vocabulary);
    await expectCases();
  });

  it.each<[string, string, unknown, RegExp]>([
    ['an id of the merges', 'added_tokens.json', { new: 5 }, /adds the token "new" as 5, but 5 is/],
    [
      'a symbol with another id',
      'added_tokens.json',
      { 'a</w>': 900 },
      /adds the token "a<\/w>" as 900, but elsewhere it is 320/,
    ],
    ['no id', 'added_tokens.json', { new: 'first' }, /adds the token "new" with the id "first"/],
    ['a list', 'added_tokens.json', ['new'], /JSON object of tokens and ids/],
    ['an id without end', 'added_tokens.json', { new: 1e15 }, /with the id 1000000000000000/],
    ['an empty token', 'added_tokens.json', { '': 900 }, /adds the token ""/],
    [
      'two tokens of one id',
      'added_tokens.json',
      { one: 900, two: 900 },
      /adds the token "two" as 900, but 900 is "one"/,
    ],
    [
      'no content',
      'tokenizer_config.json',
      { added_tokens_decoder: { 900: {} } },
      /tokenizer_config\.json adds the token/,
    ],
  ])('with %s are refused', async (_, name, json, sentence) => {
    await write(name, json);
    await expect(loadVocabulary(folder)).rejects.toThrow(sentence);
  });
});
