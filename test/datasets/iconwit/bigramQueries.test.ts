import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bigramQueries, captionBigrams } from '../../../lib/datasets/iconwit/bigramQueries.js';

const caption = fc.array(fc.constantFrom('hot', 'dog', 'cat', 'ice', '2'), { minLength: 1, maxLength: 4 });
const pairs = fc.array(fc.record({ words: caption, author: fc.constantFrom('A', 'B', 'C') }), { maxLength: 30 });

it('agrees with counting by hand', () => {
  fc.assert(
    fc.property(
      pairs,
      fc.integer({ min: 1, max: 3 }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      (made, minAuthors, minBits) => {
        const captions = made.map(({ words, author }) => ({ caption: words.join(' '), author }));
        const found = bigramQueries(captions, { minAuthors, minBits });
        const words = made.flatMap((pair) => pair.words.filter((word) => word !== '2'));
        const each = made.map(({ words: all, author }) => ({ author, bigrams: captionBigrams(all.join(' ')) }));
        const all = each.flatMap(({ bigrams }) => bigrams);
        const expected = new Map<string, number>();
        for (const bigram of new Set(all)) {
          const share = (list: readonly string[], item: string): number =>
            list.filter((other) => other === item).length / list.length;
          const [a, b] = bigram.split(' ') as [string, string];
          const bits = Math.log2(share(all, bigram) / share(words, a) / share(words, b));
          const authors = new Set(each.flatMap((pair) => (pair.bigrams.includes(bigram) ? [pair.author] : [])));
          if (authors.size >= minAuthors && bits >= minBits + 1e-9) expected.set(bigram, bits);
        }
        for (const [bigram, bits] of expected) expect(found.get(bigram)).toBeCloseTo(bits, 9);
        for (const [bigram, bits] of found) expect(expected.has(bigram) || Math.abs(bits - minBits) < 1e-6).toBe(true);
      },
    ),
  );
});

it('takes neighbors, each pair once, and no numbers', () => {
  expect(captionBigrams('Hot-dog stand hot dog 2')).toEqual(['hot dog', 'dog stand', 'stand hot']);
  expect(captionBigrams('arrow 2')).toEqual([]);
});
