import fc from 'fast-check';
import { expect, it } from 'vitest';
import { captionWords } from '../../../lib/datasets/iconwit/iconWords.js';
import { queryList } from '../../../lib/datasets/iconwit/queryList.js';

const captions = fc.array(
  fc.record({
    caption: fc.array(fc.constantFrom('cat', 'dog', 'red', 'arrow', '2'), { maxLength: 4 }).map((w) => w.join(' ')),
    author: fc.constantFrom('ann', 'bob', 'cy', 'di'),
  }),
  { maxLength: 20 },
);

it('is every word that enough designers use, or that is in the vocabulary and used', () => {
  const vocabulary = new Set(['dog', 'unused']);
  fc.assert(
    fc.property(captions, fc.integer({ min: 1, max: 4 }), (given, minAuthors) => {
      const queries = queryList(given, minAuthors, vocabulary);
      for (const word of ['cat', 'dog', 'red', 'arrow', '2', 'unused']) {
        const users = new Set(given.filter(({ caption }) => captionWords(caption).includes(word)).map((c) => c.author));
        const wanted = users.size >= minAuthors || (users.size > 0 && vocabulary.has(word));
        expect([word, queries.has(word)]).toEqual([word, wanted]);
      }
    }),
  );
});

it('counts a designer once, however often they use a word', () => {
  const twice = [
    { caption: 'logo', author: 'ann' },
    { caption: 'logo bold logo', author: 'ann' },
  ];
  expect([...queryList(twice, 2, new Set())]).toEqual([]);
});
