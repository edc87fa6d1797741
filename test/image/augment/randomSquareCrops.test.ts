import { expect, it } from 'vitest';
import fc from 'fast-check';
import { createRandom } from '../../../lib/engine/random.js';
import { randomSquareCrops } from '../../../lib/image/augment/randomSquareCrops.js';

it('every crop is a square inside the image, no smaller than asked', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.1, max: 1, noNaN: true }), (seed, smallest) => {
      const boxes = randomSquareCrops(8, smallest, createRandom(seed));
      for (let k = 0; k < 8; k++) {
        const [top, left, bottom, right] = boxes.subarray(4 * k, 4 * k + 4) as unknown as [
          number,
          number,
          number,
          number,
        ];
        expect(Math.min(top, left)).toBeGreaterThanOrEqual(0);
        expect(Math.max(bottom, right)).toBeLessThanOrEqual(1 + 1e-6);
        expect(bottom - top).toBeCloseTo(right - left, 5);
        expect(bottom - top).toBeGreaterThanOrEqual(smallest - 1e-6);
      }
    }),
  );
});
