import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pairedGain } from '../../../lib/eval/statistics/pairedGain.js';

const share = fc.float({ min: 0, max: 1, noNaN: true });

it('is the mean difference with twice its standard error, as the definition has it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share), { minLength: 2, maxLength: 30 }), (pairs) => {
      const gain = pairedGain(
        pairs.map(([first]) => first),
        pairs.map(([, second]) => second),
      );
      const n = pairs.length;
      const average = pairs.reduce((sum, [first, second]) => sum + (first - second), 0) / n;
      const squares = pairs.reduce((sum, [first, second]) => sum + (first - second - average) ** 2, 0);
      expect(gain.mean).toBeCloseTo(average, 10);
      expect(gain.margin).toBeCloseTo(2 * Math.sqrt(squares / (n - 1) / n), 10);
      expect(gain.better).toBe(pairs.filter(([first, second]) => first > second).length);
      expect(gain.holds).toBe(gain.mean > gain.margin!);
    }),
  );
});

it('holds only where the mean lies above the margin, which is the distance of two gains', () => {
  const gain = (...gains: number[]) => pairedGain(gains, [0, 0]);
  expect(gain(3, 1)).toEqual({ mean: 2, margin: 2, better: 2, tasks: 2, holds: false });
  expect(gain(4, 2)).toEqual({ mean: 3, margin: 2, better: 2, tasks: 2, holds: true });
});

it('has no margin of a single task, and then does not hold', () => {
  expect(pairedGain([0.75], [0.5])).toEqual({ mean: 0.25, margin: null, better: 1, tasks: 1, holds: false });
});

it('refuses lists that are none, of other lengths or not finite', () => {
  expect(() => pairedGain([], [])).toThrow('there are 0 scores to compare with 0');
  expect(() => pairedGain([1], [1, 2])).toThrow('there are 1 scores to compare with 2');
  expect(() => pairedGain([1, NaN], [1, 2])).toThrow('score 2 is NaN, expected a finite number; measure it again.');
  expect(() => pairedGain([1, 2], [Infinity, 2])).toThrow('score 1 is Infinity');
});
