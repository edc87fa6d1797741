import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pairedGain } from '../../../lib/eval/statistics/pairedGain.js';

const share = fc.float({ min: 0, max: 1, noNaN: true });
const FEW = { resamples: 400 };

it('is the mean difference, within the interval of the differences, and the other way round its mirror', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share), { minLength: 2, maxLength: 30 }), (pairs) => {
      const [first, second] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
      const gain = pairedGain(first, second, FEW);
      const differences = pairs.map(([one, other]) => one - other);
      const average = differences.reduce((sum, one) => sum + one, 0) / pairs.length;
      expect(gain.mean).toBeCloseTo(average, 10);
      expect(gain.better).toBe(differences.filter((one) => one > 0).length);
      const { low, high } = gain.interval!;
      expect(low).toBeLessThanOrEqual(high);
      expect(low).toBeGreaterThanOrEqual(Math.min(...differences) - 1e-9);
      expect(high).toBeLessThanOrEqual(Math.max(...differences) + 1e-9);
      const mirrored = pairedGain(second, first, FEW).interval!;
      expect(mirrored.low).toBeCloseTo(-high, 9);
      expect(mirrored.high).toBeCloseTo(-low, 9);
    }),
  );
});

it('has no width where one way is better by the same on every task, however much the tasks differ', () => {
  const { mean, interval, better, tasks } = pairedGain([0.75, 0.25, 1], [0.5, 0, 0.75], FEW);
  expect([mean, better, tasks]).toEqual([0.25, 3, 3]);
  expect(interval).toEqual({ low: 0.25, high: 0.25 });
});

it('is as wide as the normal interval of the mean where there are many tasks', () => {
  // 400 gains of 0 and of 1, half of each: a standard error of 0.5 / 20.
  const gains = Array.from({ length: 400 }, (_, k) => k % 2);
  const { low, high } = pairedGain(gains, new Array<number>(400).fill(0)).interval!;
  expect(low).toBeCloseTo(0.5 - 1.96 * 0.025, 2);
  expect(high).toBeCloseTo(0.5 + 1.96 * 0.025, 2);
});

it('draws seeds as well, the same on both sides and for all tasks', () => {
  const noise = [0.3, -0.3, 0];
  // What a seed adds to both sides is gone from the difference ...
  const shared = [0.1, 0.4].map((score) => noise.map((some) => score + some));
  expect(pairedGain(shared, shared, FEW).interval).toEqual({ low: 0, high: 0 });
  // ... and what it adds to one of them widens the interval, to all tasks alike.
  const own = [noise, noise];
  const none = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  const { interval, mean } = pairedGain(own, none, FEW);
  expect(mean).toBeCloseTo(0, 12);
  expect(interval!.low).toBeLessThanOrEqual(-0.2);
  expect(interval!.high).toBeGreaterThanOrEqual(0.2);
});

it('is the same again with the same seed, and hardly another with another', () => {
  const [first, second] = [
    [0.5, 0.7, 0.6, 0.9],
    [0.4, 0.5, 0.6, 0.8],
  ];
  const once = pairedGain(first, second).interval!;
  expect(pairedGain(first, second).interval).toEqual(once);
  const other = pairedGain(first, second, { seed: 7 }).interval!;
  expect(other.low).toBeCloseTo(once.low, 1);
  expect(other.high).toBeCloseTo(once.high, 1);
});

it('has no interval of a single task', () => {
  expect(pairedGain([0.75], [0.5])).toEqual({ mean: 0.25, interval: null, better: 1, tasks: 1 });
});

it('refuses lists that are none, of other lengths, of other seeds, or not finite', () => {
  expect(() => pairedGain([], [])).toThrow('there are 0 scores to compare with 0');
  expect(() => pairedGain([1], [1, 2])).toThrow('there are 1 scores to compare with 2');
  expect(() => pairedGain([1, NaN], [1, 2])).toThrow('score 2 is NaN, expected a finite number; measure it again.');
  expect(() => pairedGain([1, 2], [Infinity, 2])).toThrow('score 1 is Infinity');
  expect(() =>
    pairedGain(
      [
        [1, 2],
        [1, 2],
      ],
      [[1, 2], [1]],
    ),
  ).toThrow('scores of 2 seeds and another of 1');
  expect(() => pairedGain([[]], [[]])).toThrow('scores of 0 seeds');
});
