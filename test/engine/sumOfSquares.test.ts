import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumOfSquares } from '../../lib/engine/sumOfSquares.js';
import { tf } from '../../lib/engine/tf.js';

const values = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 50 });

it('is the sum over all values of all tensors, and leaves none behind', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (given) => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const expected = given.flat().reduce((sum, x) => sum + x * x, 0);
        const sum = sumOfSquares(given.map((numbers) => tf.tensor1d(numbers)));
        expect(Math.abs(sum - expected)).toBeLessThanOrEqual(1e-5 * expected + 1e-30);
      });
      expect(tf.memory().numTensors).toBe(before);
    }),
  );
});

it('of many values keeps its precision, is the same every time, and tells a value that is not finite', () => {
  const many = tf.fill([300, 1001], 0.1);
  const sums = Array.from({ length: 5 }, () => sumOfSquares([many, tf.scalar(2)]));
  expect(sums[0]).toBeCloseTo(3003 + 4, 1);
  expect(new Set(sums).size).toBe(1);
  expect(sumOfSquares([many, tf.tensor1d([NaN])])).toBeNaN();
  expect(sumOfSquares([many, tf.tensor1d([1e30])])).toBe(Infinity);
});
