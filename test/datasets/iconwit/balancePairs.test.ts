import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancePairs } from '../../../lib/datasets/iconwit/balancePairs.js';

const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const pairs = fc.array(fc.uniqueArray(word, { maxLength: 3 }), { maxLength: 60 });

describe('balancePairs', () => {
  it('collects each pair by one of its own queries, and no query collects more than its share', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 8 }), (given, perQuery) => {
        const collected = balancePairs(given, perQuery);
        expect(collected.length).toBe(given.length);
        const counts = new Map<string, number>();
        collected.forEach((query, k) => {
          if (query === undefined) return;
          expect(given[k]).toContain(query);
          counts.set(query, (counts.get(query) ?? 0) + 1);
        });
        for (const count of counts.values()) expect(count).toBeLessThanOrEqual(perQuery);
      }),
    );
  });

  it('leaves a pair out only when pairs kept before it hold each of its words often enough', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 8 }), (given, perQuery) => {
        const collected = balancePairs(given, perQuery);
        given.forEach((queries, k) => {
          const met = queries.map((query) => given.filter((q, j) => j < k && collected[j] && q.includes(query)).length);
          expect(collected[k] === undefined).toBe(met.every((count) => count >= perQuery));
        });
      }),
    );
  });

  it('takes everything that has a query where there is no limit', () => {
    expect(balancePairs([['a'], ['a', 'b'], []], Infinity)).toEqual(['a', 'b', undefined]);
  });
});
