import { table } from 'arquero';
import { expect, it } from 'vitest';
import { methodGain } from '../../lib/experiments/methodGain.js';
import { measuredGain } from '../../lib/figures/ledger/measuredGain.js';

const scores = table({
  task: ['a', 'b', 'c', 'c', 'b', 'a'],
  method: ['new', 'new', 'new', 'old', 'old', 'old'],
  value: [0.5, 0.7, 0.6, 0.5, 0.6, 0.5],
});

it('compares two methods task by task, in whatever order their rows are', () => {
  // Gains of 0, 10 and 10 points: their mean is 6.67, twice its standard error also.
  const gain = methodGain(scores, 'new', 'old');
  expect(gain.mean).toBeCloseTo(0.2 / 3, 10);
  expect(gain.margin).toBeCloseTo(0.2 / 3, 10);
  expect([gain.better, gain.tasks]).toEqual([2, 3]);
  expect(measuredGain(scores, 'new', 'old').measured).toBe('+6.7 ± 6.7 points on average, better on 2 of 3 tasks');
  expect(measuredGain(scores, 'old', 'new')).toEqual({
    measured: '−6.7 ± 6.7 points on average, better on 0 of 3 tasks',
    holds: false,
  });
});

it('refuses methods that are not there, or not once on the same tasks', () => {
  expect(() => methodGain(scores, 'new', 'older')).toThrow('the table has no older: give one of new, old.');
  expect(() => methodGain(scores.slice(0, 5), 'new', 'old')).toThrow('not measured on the same tasks');
  expect(() => methodGain(scores.concat(scores), 'new', 'old')).toThrow('new is measured several times on a task');
});
