import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areFinite } from '../../lib/io/areFinite.js';
import { firstNotFinite } from '../../lib/io/firstNotFinite.js';

const numbers = fc.array(fc.float(), { maxLength: 12 });

it('says whether all of any float32 numbers are finite, the largest and the least among them', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      expect(areFinite(Float32Array.from(values))).toBe(values.every(Number.isFinite));
    }),
  );
  expect(areFinite(Float32Array.of(3.4028234663852886e38, -3.4028234663852886e38, -0, 1e-45))).toBe(true);
});

it('finds the first that is not, in a list as in an array of float32', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const first = values.findIndex((value) => !Number.isFinite(value));
      expect(firstNotFinite(Float32Array.from(values))).toBe(first);
      expect(firstNotFinite(values)).toBe(first);
    }),
  );
});
