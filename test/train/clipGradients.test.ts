import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';
import { clippingScale, globalNorm } from '../../lib/train/clipGradients.js';

const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 });

it('one factor brings the norm of all gradients down to the limit, and leaves smaller ones alone', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), fc.constantFrom(0.5, 5, 500), (given, limit) => {
      tf.tidy(() => {
        const norm = globalNorm(given.map((numbers) => tf.tensor1d(numbers)));
        expect(norm).toBeCloseTo(Math.hypot(...given.flat()), 2);
        const scale = clippingScale(norm, limit);
        expect(norm * scale).toBeLessThanOrEqual(limit * (1 + 1e-5));
        expect(scale).toBeCloseTo(norm > limit ? limit / norm : 1, 4);
      });
    }),
    { numRuns: 40 },
  );
});
