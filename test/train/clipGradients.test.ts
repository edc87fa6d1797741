import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { clipGradients, globalNorm } from '../../lib/train/clipGradients.js';

const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 });

it('scales all gradients by one factor to the limit, and leaves smaller ones alone', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), fc.constantFrom(0.5, 5, 500), (given, limit) => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const gradients = given.map((numbers) => tf.tensor1d(numbers));
        const norm = globalNorm(gradients);
        expect(norm).toBeCloseTo(Math.hypot(...given.flat()), 2);
        const clipped = clipGradients(gradients, norm, limit);
        const factor = norm > limit ? limit / norm : 1;
        clipped.forEach((tensor, k) =>
          tensor
            .dataSync()
            .forEach((x, i) => expect(Math.abs(x - factor * given[k]![i]!)).toBeLessThan(1e-4 * Math.max(1, norm))),
        );
        expect(globalNorm(clipped)).toBeLessThanOrEqual(limit * (1 + 1e-5));
      });
      expect(tf.memory().numTensors).toBe(before);
    }),
    { numRuns: 40 },
  );
});
