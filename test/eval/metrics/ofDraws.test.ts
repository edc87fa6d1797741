import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { selectRows } from '../../../lib/eval/matrix.js';
import { elevenPointMapOfDraws } from '../../../lib/eval/metrics/elevenPointMap.js';
import { meanPerClassAccuracy, meanPerClassOfDraws } from '../../../lib/eval/metrics/meanPerClassAccuracy.js';
import { drawnValues } from '../../../lib/eval/statistics/interval.js';

/** As it is defined: the samples sorted, and at every level of recall the best precision at that recall or more. */
function slowPrecision(scores: readonly number[], present: readonly number[]): number | undefined {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const positives = present.filter((one) => one === 1).length;
  if (positives === 0) return undefined;
  const points = order.flatMap((_, n) => {
    if (n + 1 < order.length && scores[order[n + 1]!] === scores[order[n]!]) return [];
    const found = order.slice(0, n + 1).filter((k) => present[k] === 1).length;
    return [{ found, precision: found / (n + 1) }];
  });
  let sum = 0;
  for (let level = 0; level <= 10; level++)
    sum += Math.max(...points.filter(({ found }) => 10 * found >= level * positives).map((one) => one.precision));
  return sum / 11;
}

const shape = fc.record({ N: fc.integer({ min: 1, max: 25 }), K: fc.integer({ min: 1, max: 4 }), seed: fc.nat(9999) });

it('the mean per class of draws is that of the samples written out, to the last bit', () => {
  fc.assert(
    fc.property(shape, ({ N, K, seed }) => {
      const random = createRandom(seed);
      const some = (): Int32Array => Int32Array.from({ length: N }, () => random.int(K));
      const [predicted, labels] = [some(), some()];
      const fast = meanPerClassOfDraws(predicted, labels, K);
      const slow = (drawn: Int32Array): number =>
        meanPerClassAccuracy(
          drawn.map((k) => predicted[k]!),
          drawn.map((k) => labels[k]!),
        );
      const draws = { random, resamples: 5 };
      drawnValues(N, (drawn) => (expect(fast(drawn)).toBe(slow(drawn)), 0), draws);
    }),
  );
});

it('the eleven-point mean of draws is that of the samples written out, with ties and absent classes', () => {
  fc.assert(
    fc.property(shape, ({ N, K, seed }) => {
      const random = createRandom(seed);
      const scores = { data: Float32Array.from({ length: N * K }, () => random.int(6) / 8), rows: N, columns: K };
      const present = Uint8Array.from({ length: N * K }, () => random.int(2));
      const fast = elevenPointMapOfDraws(scores, present);
      const slow = (drawn: Int32Array): number | undefined => {
        const { data } = selectRows(scores, drawn);
        const known = Array.from({ length: K }, (_, k) =>
          slowPrecision(
            Array.from(drawn, (__, n) => data[n * K + k]!),
            Array.from(drawn, (n) => present[n * K + k]!),
          ),
        ).flatMap((precision) => precision ?? []);
        return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0) / known.length;
      };
      const look = (drawn: Int32Array): number => {
        const expected = slow(drawn);
        if (expected === undefined) expect(() => fast(drawn)).toThrow('no class has a sample');
        else expect(fast(drawn)).toBe(expected);
        return 0;
      };
      drawnValues(N, look, { random, resamples: 5 });
    }),
  );
});

it('draws are what the generator gives, one after the other, each in an array of its own', () => {
  const [random, same] = [createRandom(3), createRandom(3)];
  const seen: Int32Array[] = [];
  drawnValues(7, (drawn) => seen.push(drawn), { random, resamples: 4 });
  expect(seen.map((drawn) => [...drawn])).toEqual(
    Array.from({ length: 4 }, () => Array.from({ length: 7 }, () => same.int(7))),
  );
});
