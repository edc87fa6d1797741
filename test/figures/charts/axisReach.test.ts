import fc from 'fast-check';
import { expect, it } from 'vitest';
import { axisReach } from '../../../lib/figures/charts/axisReach.js';

const WIDTH = 400;
const beside = fc.record({
  value: fc.integer({ min: -100, max: 100 }),
  before: fc.integer({ min: 0, max: 180 }),
  after: fc.integer({ min: 0, max: 180 }),
});

it('all that stands beside values is inside the plot, and no room is given away', () => {
  fc.assert(
    fc.property(fc.array(beside, { minLength: 1, maxLength: 30 }), (all) => {
      const values = all.map(({ value }) => value);
      const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
      const [from, to] = axisReach(all, [low, high], WIDTH);
      const perPixel = (to - from) / WIDTH;
      const slack = 1e-6 * (to - from);
      const lefts = all.map(({ value, before }) => value - before * perPixel);
      const rights = all.map(({ value, after }) => value + after * perPixel);
      expect(Math.min(low, ...lefts)).toBeGreaterThanOrEqual(from - slack);
      expect(Math.max(high, ...rights)).toBeLessThanOrEqual(to + slack);
      if (high > low) expect(Math.max(high, ...rights)).toBeGreaterThanOrEqual(to - slack);
    }),
  );
});

it('an axis has a length where all values are one, and an end where texts are wider than the plot', () => {
  expect(axisReach([{ value: 0 }], [0, 0], WIDTH)).toEqual([0, 1]);
  const [from, to] = axisReach([{ value: 5, before: 900, after: 900 }], [0, 5], WIDTH);
  expect(Number.isFinite(from) && Number.isFinite(to) && from < to).toBe(true);
});
