import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedTable } from '../../../lib/datasets/publishedTable.js';
import { rankCorrelation } from '../../../lib/eval/statistics/rankCorrelation.js';
import { UserError } from '../../../lib/io/userError.js';

/** The slow twin: of every pair of things, by how many it is above and below. */
function slowCorrelation(x: readonly number[], y: readonly number[]): number {
  const rank = (values: readonly number[], k: number): number =>
    values.reduce((sum, other) => sum + Math.sign(values[k]! - other), 0); // twice the rank, around 0
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    xy += rank(x, k) * rank(y, k);
    xx += rank(x, k) ** 2;
    yy += rank(y, k) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
  minLength: 2,
  maxLength: 20,
});
const columns = (rows: readonly (readonly [number, number])[]): [number[], number[]] => [
  rows.map(([x]) => x),
  rows.map(([, y]) => y),
];

describe('rank correlation', () => {
  it('is what its slow twin finds, with ties, and none where one side has no order', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const [x, y] = columns(rows);
        const found = rankCorrelation(x, y);
        const flat = [x, y].some((values) => new Set(values).size === 1);
        if (flat) expect(found).toBeUndefined();
        else expect(found!.correlation).toBeCloseTo(slowCorrelation(x, y), 10);
      }),
    );
  });

  it('heeds order alone, either way round, and has it within its interval', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const [x, y] = columns(rows);
        const found = rankCorrelation(x, y);
        const bent = rankCorrelation(
          y,
          x.map((value) => Math.exp(value) - 7),
        );
        expect(bent === undefined).toBe(found === undefined);
        if (!found) return;
        expect(bent!.correlation).toBeCloseTo(found.correlation, 10);
        expect(
          rankCorrelation(
            x,
            y.map((value) => -value),
          )!.correlation,
        ).toBeCloseTo(-found.correlation, 10);
        expect(found.interval === null).toBe(x.length < 4);
        if (!found.interval) return;
        expect(found.interval.low).toBeLessThanOrEqual(found.correlation);
        expect(found.interval.high).toBeGreaterThanOrEqual(found.correlation);
        expect(found.interval.low).toBeGreaterThanOrEqual(-1);
        expect(found.interval.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of Figure 16 is what the statement says of it', async () => {
    const rows = await publishedTable('human_per_class');
    const of = (subject: string): number[] =>
      rows.filter((row) => row.subject === subject && row.shots === 'zero-shot').map(({ accuracy }) => accuracy);
    const { correlation, interval } = rankCorrelation(of('CLIP ViT-L/14-336px'), of('human'))!;
    expect(correlation).toBeCloseTo(0.67, 2);
    expect(interval!.low).toBeCloseTo(0.41, 2);
    expect(interval!.high).toBeCloseTo(0.83, 2);
  });

  it('refuses lists that are not of the same things', () => {
    for (const [x, y] of [
      [[1, 2], [1]],
      [[1], [1]],
      [
        [1, NaN],
        [1, 2],
      ],
      ['ab', 'ab'],
      [undefined, [1, 2]],
    ])
      expect(() => rankCorrelation(x as never, y as never)).toThrow(UserError);
  });
});
