import fc from 'fast-check';
import { expect, it } from 'vitest';
import { correlation } from '../../../lib/eval/statistics/correlation.js';
import { differenceOfMeans } from '../../../lib/eval/statistics/differenceOfMeans.js';
import { fitLine } from '../../../lib/eval/statistics/fitLine.js';

it('is Pearson’s, with Fisher’s interval', async () => {
  const x = [1, 2, 3, 4, 5, 6, 7];
  const y = [2, 1, 4, 3, 7, 5, 6];
  const { r, interval } = await correlation(x, y);
  expect(r).toBeCloseTo(23 / 28, 12);
  expect(interval!.low).toBeCloseTo(Math.tanh(Math.atanh(r) - 1.959964 / 2), 6);
  expect(interval!.high).toBeCloseTo(Math.tanh(Math.atanh(r) + 1.959964 / 2), 6);
});

it('does not change with the units of either, and turns round with the sign', async () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(number, number), { minLength: 5, maxLength: 20 }), async (pairs) => {
      const [x, y] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      const wide = (values: readonly number[]) => Math.max(...values) - Math.min(...values) > 1;
      fc.pre(wide(x) && wide(y));
      const { r, interval } = await correlation(x, y);
      const moved = await correlation(
        x.map((value) => 3 * value + 7),
        y.map((value) => -value),
      );
      expect(moved.r).toBeCloseTo(-r, 8);
      expect(Math.abs(r)).toBeLessThanOrEqual(1);
      expect(interval!.low).toBeLessThanOrEqual(r + 1e-12);
      expect(interval!.high).toBeGreaterThanOrEqual(r - 1e-12);
    }),
  );
});

it('has no interval of three points, and refuses what has no correlation', async () => {
  expect(await correlation([1, 2, 4], [1, 2, 3])).toMatchObject({ interval: null });
  await expect(correlation([1], [1])).rejects.toThrow('give two or more of each');
  await expect(correlation([1, 2], [1, 2, 3])).rejects.toThrow('there are 2 numbers to correlate with 3');
  await expect(correlation([1, 1], [1, 2])).rejects.toThrow('the same everywhere');
  await expect(correlation([1, NaN], [1, 2])).rejects.toThrow('number 2 is NaN');
});

it('a line goes through its points, and says how far they are from it', () => {
  expect(fitLine([0, 1, 2].map((x) => ({ x, y: 2 * x + 1 })))).toEqual({ slope: 2, intercept: 1, residual: 0 });
  const { slope, residual } = fitLine([
    { x: -1, y: 0 },
    { x: 0, y: 3 },
    { x: 1, y: 0 },
  ]);
  expect(slope).toBe(0);
  expect(residual).toBeCloseTo(Math.sqrt(2), 12);
  expect(() => fitLine([{ x: 1, y: 1 }])).toThrow('a line needs two points or more');
  expect(() =>
    fitLine([
      { x: 1, y: 1 },
      { x: 1, y: 2 },
    ]),
  ).toThrow('all points are at one x');
  expect(() =>
    fitLine([
      { x: 1, y: NaN },
      { x: 2, y: 2 },
    ]),
  ).toThrow('the y of a point');
});

it('two groups are drawn apart', () => {
  expect(differenceOfMeans([3, 3], [1, 1, 1])).toEqual({ difference: 2, interval: { low: 2, high: 2 } });
  const { difference, interval } = differenceOfMeans([0, 4], [1]);
  expect(difference).toBe(1);
  expect(interval).toEqual({ low: -1, high: 3 });
  expect(differenceOfMeans([1], [2]).interval).toBeNull();
  expect(() => differenceOfMeans([], [1])).toThrow('one of the two groups is empty');
  expect(() => differenceOfMeans([NaN], [1])).toThrow('number 1 is NaN');
});
