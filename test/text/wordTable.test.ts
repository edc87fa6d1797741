import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../lib/text/cleanText.js';
import { createTokenizer } from '../../lib/text/createTokenizer.js';
import { createMergeSymbols } from '../../lib/text/mergeSymbols.js';
import { splitWords } from '../../lib/text/splitWords.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { createWordTable, isPlainLetter } from '../../lib/text/wordTable.js';

const codes = (word: string): number[] => Array.from(word, (letter) => letter.charCodeAt(0));

describe('words found by their characters', () => {
  it('are those that were kept, and as many as come: when it is full, the table starts anew', () => {
    let encoded = 0;
    const table = createWordTable((word) => (encoded++, codes(word)));
    const read = (text: string, begin: number): [number[], number] => {
      const tokens: number[] = [];
      return [tokens, table.append(text, begin, tokens)];
    };
    const words = Array.from({ length: 150_000 }, (_, k) =>
      k.toString(26).replace(/./g, (digit) => 'abcdefghijklmnopqrstuvwxyz'[parseInt(digit, 26)]!),
    );
    const wrong = words.filter((word) => {
      const [tokens, end] = read(`1${word} b`, 1);
      return end !== 1 + word.length || tokens.join() !== codes(word).join();
    });
    expect(wrong).toEqual([]);
    expect(encoded).toBe(words.length);
    for (const word of words.slice(-1000)) read(word, 0);
    expect(encoded).toBe(words.length);
    const long = 'z'.repeat(65);
    for (let times = 0; times < 2; times++) expect(read(long, 0)).toEqual([codes(long), 65]);
    expect(encoded).toBe(words.length + 2);
  });

  it('are letters from a to z alone', () => {
    for (const [text, plain] of [
      ['a', true],
      ['z', true],
      ['A', false],
      ['`', false],
      ['{', false],
      ['é', false],
      ['', false],
    ] as const)
      expect(isPlainLetter(text, 0)).toBe(plain);
  });
});

it('a tokenizer gives what cutting and merging every word gives, words new to it and known', () => {
  const vocabulary = trainBpe(['the cat and the hat', "don't they're the others'", 'a cat sat there'], { merges: 40 });
  const tokenizer = createTokenizer(vocabulary, 77);
  const merge = createMergeSymbols(vocabulary);
  const piece = fc.constantFrom(
    'the',
    'cat',
    'hat',
    "'t",
    "'re",
    "'",
    ' ',
    '  ',
    '\t',
    '\x1c',
    '7',
    '42',
    '!?',
    '<|',
    '&',
    'é',
    'A',
    'zq',
    '.',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      const expected = splitWords(cleanText(text)).flatMap((word) => merge(word));
      expect(tokenizer.encode(text)).toEqual(expected);
    }),
    { numRuns: 500, seed: 1 },
  );
});
