import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitJoinedName } from '../../../lib/datasets/iconwit/splitJoinedName.js';

const WORDS = ['revolving', 'hearts', 'heart', 'he', 'arts', 'no', 'now', 'here', 'nowhere', 'bus', 'stop'];
const vocabulary = new Set(WORDS);

it('takes the fewest words', () => {
  expect(splitJoinedName('revolvinghearts', vocabulary)).toBe('revolving hearts');
  expect(splitJoinedName('nowhere', vocabulary)).toBe('nowhere');
  expect(splitJoinedName('busstop24', vocabulary)).toBe('bus stop 24');
  expect(splitJoinedName('rightwardsbus', vocabulary)).toBe('rightwards bus');
});

it('says that it cannot', () => {
  expect(splitJoinedName('buszzz', vocabulary)).toBeUndefined();
});

it('splits whatever was joined into words that join to it again, no more of them', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }), (words) => {
      const found = splitJoinedName(words.join(''), vocabulary)!.split(' ');
      expect(found.join('')).toBe(words.join(''));
      expect(found.every((word) => vocabulary.has(word))).toBe(true);
      expect(found.length).toBeLessThanOrEqual(words.length);
    }),
  );
});
