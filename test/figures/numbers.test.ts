import { expect, it } from 'vitest';
import { gained, grouped, inPoints, percent, signed, times } from '../../lib/figures/numbers.js';

it('writes numbers as sentences have them', () => {
  expect([percent(0.1234), signed(-1.23), signed(0.04)]).toEqual(['12.3 %', '−1.2', '+0.0']);
  expect([times(2.04), times(undefined)]).toEqual(['2.0 times', 'never reached']);
  const gain = { mean: 0.003, interval: { low: -0.007, high: 0.013 }, better: 7, tasks: 19 };
  expect(inPoints(gain.mean, gain.interval)).toBe('+0.3 (−0.7 to +1.3)');
  expect(gained(gain)).toBe('+0.3 (−0.7 to +1.3) points on average, better on 7 of 19 tasks');
  expect(gained({ ...gain, interval: null })).toBe('+0.3 points on average, better on 7 of 19 tasks');
});

it('numbers are printed alike everywhere', () => {
  expect([0, 0.1234, 1].map(percent)).toEqual(['0.0 %', '12.3 %', '100.0 %']);
  expect([-1.23, 0, 4.56].map(signed)).toEqual(['−1.2', '+0.0', '+4.6']);
  expect([0, 999, 1000, 236136].map(grouped)).toEqual(['0', '999', '1,000', '236,136']);
});
