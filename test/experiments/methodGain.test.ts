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
  // Gains of 0, 10 and 10 points: a draw of three of them has a mean of 0 once in 27, more than a fortieth.
  const gain = methodGain(scores, 'new', 'old');
  expect(gain.mean).toBeCloseTo(0.2 / 3, 10);
  expect(gain.interval!.low).toBeCloseTo(0, 10);
  expect(gain.interval!.high).toBeCloseTo(0.1, 10);
  expect([gain.better, gain.tasks]).toEqual([2, 3]);
  const { measured, verdict } = measuredGain(
    scores.filter((d) => d.task !== 'a'),
    'new',
    'old',
  );
  expect(measured).toBe('+10.0 (+10.0 to +10.0) points on average, better on 2 of 2 tasks');
  expect(verdict).toBe('holds here');
  expect(
    measuredGain(
      scores.filter((d) => d.task !== 'a'),
      'old',
      'new',
    ),
  ).toEqual({
    measured: '−10.0 (−10.0 to −10.0) points on average, better on 0 of 2 tasks',
    verdict: 'does not hold here',
  });
});

it('refuses methods that are not there, or not once on the same tasks', () => {
  expect(() => methodGain(scores, 'new', 'older')).toThrow('the table has no older: give one of new, old.');
  expect(() => methodGain(scores.slice(0, 5), 'new', 'old')).toThrow('not measured on the same tasks');
  expect(() => methodGain(scores.concat(scores), 'new', 'old')).toThrow('new is measured several times on a task');
});
