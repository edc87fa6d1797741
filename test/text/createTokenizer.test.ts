import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { cleanText } from '../../lib/text/cleanText.js';
import { createTokenizer } from '../../lib/text/createTokenizer.js';
import { splitWords } from '../../lib/text/splitWords.js';
import { trainBpe } from '../../lib/text/trainBpe.js';
import { slowEncode } from './slowBpe.js';

const vocabulary = trainBpe(
  [
    'a photo of a dog',
    'a drawing of a dog house',
    'two dogs and a hotdog',
    'photograph of the house',
    'aaaa aaaaaa aaa',
  ],
  { merges: 60, minFrequency: 1 },
);
const tokenizer = createTokenizer(vocabulary, 8);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'adoghuse pt<&;1'), maxLength: 40 }),
);

describe('createTokenizer', () => {
  it('encodes as applying every merge in turn does', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const slow = splitWords(cleanText(text)).flatMap((word) => slowEncode(word, vocabulary.merges));
        expect(tokenizer.encode(text).map((id) => vocabulary.symbols[id])).toEqual(slow);
      }),
    );
  });

  it('decodes to the cleaned text, but for blanks between words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = splitWords(cleanText(text)).map((word) => Buffer.from(word, 'utf8').toString('utf8'));
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(words.map((word) => word + ' ').join(''));
      }),
    );
  });

  it('fills rows with start, text, end and zeros, and keeps the end token when it cuts', () => {
    const { startToken: start, endToken: end } = tokenizer;
    const [d, o, g] = tokenizer.encode('a dog house');
    const rows = tokenizer.tokenize(['a dog house', '', 'a dog house a dog house a dog house']);
    expect(Array.from(rows)).toEqual([
      ...[start, d, o, g, end, 0, 0, 0],
      ...[start, end, 0, 0, 0, 0, 0, 0],
      ...[start, d, o, g, d, o, g, end],
    ]);
  });

  it('says how many tokens a text has and what would be cut', () => {
    const texts = ['a dog', 'a dog house a dog house a dog house'];
    expect(() => tokenizer.tokenize(texts, { truncate: false })).toThrow(
      new UserError(
        'Text 2 has 11 tokens with its start and end, but the context holds 8: "a dog house a dog house" would stay and ' +
          '"a dog house" be cut; shorten it or pass truncate: true.',
      ),
    );
  });

  it('reads special tokens in a text, whatever their case', () => {
    expect(tokenizer.encode('<|ENDOFTEXT|>')).toEqual([tokenizer.endToken]);
    expect(tokenizer.decode([tokenizer.startToken])).toBe('<|startoftext|>');
  });

  it('refuses what is no text, no token and no context', () => {
    expect(() => tokenizer.encode(3 as unknown as string)).toThrow('A text must be a string, not number.');
    expect(() => tokenizer.decode([tokenizer.vocabSize])).toThrow(UserError);
    expect(() => createTokenizer(vocabulary, 1)).toThrow('at least 2, not 1');
  });

  it('takes about as long a byte for a word of 200,000 letters as for one of 2,000', () => {
    const stepMs = (length: number): number => {
      const word = 'dogho'.repeat(length / 5);
      const start = performance.now();
      for (let done = 0; done < 400_000; done += length) tokenizer.encode(word);
      return performance.now() - start;
    };
    stepMs(2_000);
    // A quadratic merge would be a hundred times slower.
    expect(stepMs(200_000)).toBeLessThan(15 * stepMs(2_000));
  });
});
