import { expect, it } from 'vitest';
import { pairsOfCommonNames } from '../../lib/train/watchedPairs.js';

it('keeps the images of the most frequent names, in their order', () => {
  const names = ['c', 'a', 'b', 'a', 'c', 'd'];
  const pairs = {
    images: { count: 6, height: 1, width: 1, pixels: Uint8Array.from({ length: 18 }, (_, k) => k) },
    captions: names.map((name) => [name, 'another']),
    sets: names.map((_, k) => `set ${k}`),
    categories: names.map(() => ''),
    ids: names.map((name, k) => `set ${k}:${name}`),
    skipped: 0,
    hash: 'six',
  };
  const two = pairsOfCommonNames(pairs, 2);
  expect(two.captions.map(([main]) => main)).toEqual(['c', 'a', 'a', 'c']);
  expect(two.sets).toEqual(['set 0', 'set 1', 'set 3', 'set 4']);
  expect(two.images.count).toBe(4);
  expect([...two.images.pixels.subarray(6, 9)]).toEqual([9, 10, 11]);
  // Of equally frequent names the first of the alphabet.
  expect(pairsOfCommonNames(pairs, 3).captions.map(([main]) => main)).toEqual(['c', 'a', 'b', 'a', 'c']);
});
