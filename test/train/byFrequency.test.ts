import { expect, it } from 'vitest';
import { byFrequency } from '../../lib/train/byFrequency.js';

it('counts distinct texts, the most frequent first and equally frequent ones by the alphabet', () => {
  const texts = ['pear', 'fig', 'apple', 'fig', 'pear', 'quince', 'fig', 'banana'];
  const counted = [
    ['fig', 3],
    ['pear', 2],
    ['apple', 1],
    ['banana', 1],
    ['quince', 1],
  ];
  expect(byFrequency(texts)).toEqual(counted);
  expect(byFrequency([...texts].reverse())).toEqual(counted);
  expect(byFrequency([])).toEqual([]);
});
