import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { countWords, trainBpe } from '../../lib/text/trainBpe.js';
import { slowTrain } from './slowBpe.js';

const expand = (captions: readonly string[]): string[] =>
  [...countWords(captions)].flatMap(([word, count]) => new Array<string>(count).fill(word));

describe('trainBpe', () => {
  it('learns what a trainer that counts everything again learns', () => {
    const caption = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', "'", 's', '1', 'é', '!'), maxLength: 24 });
    fc.assert(
      fc.property(fc.array(caption, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (captions, minFrequency) => {
        const { merges } = trainBpe(captions, { merges: 40, minFrequency });
        expect(merges).toEqual(slowTrain(expand(captions), 40, minFrequency));
      }),
      { numRuns: 150 },
    );
  });

  it('handles runs of one letter, where pairs overlap', () => {
    const captions = ['aaaaaaa aaaa aaa', 'aaaaa aa a', 'baaab aaba'];
    expect(trainBpe(captions, { merges: 20, minFrequency: 1 }).merges).toEqual(slowTrain(expand(captions), 20, 1));
  });

  it('does not depend on the order of the captions', () => {
    const captions = ['a red bird', 'a blue bird', 'the bird house', 'red house', 'blueberry', 'redbird', 'two birds'];
    const options = { merges: 30, minFrequency: 1 };
    const shuffled = createRandom(5).shuffle([...captions]);
    expect(shuffled).not.toEqual(captions);
    expect(trainBpe(shuffled, options).merges).toEqual(trainBpe(captions, options).merges);
  });

  it('stops at the least frequency and leaves the special tokens alone', () => {
    expect(trainBpe(['ab ab', 'cd'], { merges: 9, minFrequency: 2 }).merges).toEqual([['a', 'b</w>']]);
    expect(trainBpe(['<|endoftext|> <|endoftext|>'], { merges: 9 }).merges).toEqual([]);
  });
});
