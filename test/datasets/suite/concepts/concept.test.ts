import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseConcepts } from '../../../../lib/datasets/suite/concepts/concept.js';
import { hasPhrase, subjectWords } from '../../../../lib/datasets/suite/concepts/subjectWords.js';

it('a table says names, words and what is another thing', () => {
  expect(parseConcepts('\n  dog: dog, puppy; not hot dog, dog house\n\n  hammer\n')).toEqual([
    { name: 'dog', words: ['dog', 'puppy'], not: ['hot dog', 'dog house'] },
    { name: 'hammer', words: ['hammer'], not: [] },
  ]);
});

it('the subject ends where something else begins', () => {
  expect(subjectWords('two dogs on a leash')).toBe(' two dog ');
  expect(subjectWords('cat with tears of joy')).toBe(' cat ');
  expect(subjectWords('bag of money')).toBe(' bag of money ');
  // "on" inside a word begins nothing.
  expect(subjectWords('bonfire')).toBe(' bonfire ');
});

it('words are found whole, in singular or plural', () => {
  expect(hasPhrase(subjectWords('berries'), 'berry')).toBe(true);
  expect(hasPhrase(subjectWords('bus'), 'bus')).toBe(true);
  expect(hasPhrase(subjectWords('hot dogs'), 'hot dog')).toBe(true);
  expect(hasPhrase(subjectWords('cargo ship'), 'car')).toBe(false);
  expect(hasPhrase(subjectWords('scarecrow'), 'crow')).toBe(false);
});

it('every name without a preposition is found in itself', () => {
  const word = fc.stringMatching(/^[bcdfg][a-z]{3,8}$/).filter((text) => !/^(?:before|behind|beside)$/.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
      const name = words.join(' ');
      expect(hasPhrase(subjectWords(name), name)).toBe(true);
      for (const own of words) expect(hasPhrase(subjectWords(name), own)).toBe(true);
    }),
  );
});
