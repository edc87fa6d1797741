import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { gainAtEqualCompute } from '../../lib/experiments/gainAtEqualCompute.js';

const FAMILY = table({ gflopsPerImage: [100, 1], score: [0.7, 0.5] });

describe('gainAtEqualCompute', () => {
  it('is the score above the family at the same compute, of models within its range', () => {
    const models = table({ model: ['a', 'b', 'c'], gflopsPerImage: [10, 0.5, 100], score: [0.65, 0.9, 0.6] });
    expect(gainAtEqualCompute(models, FAMILY).objects()).toEqual([
      { model: 'a', gflopsPerImage: 10, score: 0.65, gain: expect.closeTo(0.05, 12) as number },
      { model: 'c', gflopsPerImage: 100, score: 0.6, gain: expect.closeTo(-0.1, 12) as number },
    ]);
  });

  it('of no models, or beside none, is a table of no rows with all columns', () => {
    for (const table of [
      gainAtEqualCompute(FAMILY.slice(0, 0), FAMILY),
      gainAtEqualCompute(FAMILY, FAMILY.slice(0, 0)),
    ]) {
      expect(table.numRows()).toBe(0);
      expect(table.columnNames()).toEqual(['gflopsPerImage', 'score', 'gain']);
    }
  });

  it('refuses a compute that has no logarithm', () => {
    const wrong = table({ gflopsPerImage: [0], score: [1] });
    expect(() => gainAtEqualCompute(wrong, FAMILY)).toThrow('an amount is 0, expected a number above 0');
  });
});
