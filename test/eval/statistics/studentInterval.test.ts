import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import { studentInterval, studentQuantile } from '../../../lib/eval/statistics/studentInterval.js';

describe('studentQuantile', () => {
  it('is what printed tables of t have', async () => {
    expect(await studentQuantile(1)).toBeCloseTo(12.706, 3);
    expect(await studentQuantile(2)).toBeCloseTo(4.303, 3);
    expect(await studentQuantile(10)).toBeCloseTo(2.228, 3);
    expect(await studentQuantile(30, 0.99)).toBeCloseTo(2.75, 3);
    expect(await studentQuantile(1e6)).toBeCloseTo(1.959966, 6);
  });

  it('is what can be written out for one and two degrees of freedom, at any confidence', async () => {
    for (const level of [1e-4, 0.01, 0.3, 0.5, 0.9, 0.95, 0.99, 0.9999]) {
      expect((await studentQuantile(1, level)) / Math.tan((Math.PI / 2) * level)).toBeCloseTo(1, 8);
      expect((await studentQuantile(2, level)) / (level * Math.sqrt(2 / (1 - level ** 2)))).toBeCloseTo(1, 8);
    }
  });

  it('refuses what is no confidence', async () => {
    for (const level of [1, 0, -1, NaN]) await expect(studentQuantile(2, level)).rejects.toThrow(UserError);
    for (const freedom of [0, 0.9, NaN]) await expect(studentQuantile(freedom)).rejects.toThrow(UserError);
  });
});

describe('studentInterval', () => {
  it('of three measurements, worked out by hand', async () => {
    // Mean 2, standard deviation 1; the quantile of t with two degrees of freedom is 0.95 sqrt(2 / (1 - 0.95^2)).
    const half = (0.95 * Math.sqrt(2 / (1 - 0.95 ** 2))) / Math.sqrt(3);
    const { mean, low, high } = await studentInterval([1, 2, 3]);
    expect(mean).toBe(2);
    expect(low).toBeCloseTo(2 - half, 8);
    expect(high).toBeCloseTo(2 + half, 8);
  });

  it('is wider at more confidence, by the quantiles of t', async () => {
    // Two degrees of freedom: 4.302653 at 95 %, 9.924843 at 99 %.
    const [usual, sure] = [await studentInterval([1, 2, 3]), await studentInterval([1, 2, 3], 0.99)];
    expect((sure.high! - 2) / (usual.high! - 2)).toBeCloseTo(9.924843 / 4.302653, 6);
  });

  it('moves and stretches with its values, and a single one has none', async () => {
    expect(await studentInterval([7])).toEqual({ mean: 7 });
    await expect(studentInterval([])).rejects.toThrow(UserError);
    const some = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(some, fc.double({ min: 0.1, max: 9, noNaN: true }), async (values, scale) => {
        const own = await studentInterval(values);
        const other = await studentInterval(values.map((x) => 3 + scale * x));
        expect(other.low).toBeCloseTo(3 + scale * own.low!, 10);
        expect(other.high).toBeCloseTo(3 + scale * own.high!, 10);
      }),
      { numRuns: 30 },
    );
  });
});
