import { from, type ColumnTable } from 'arquero';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leadOverBest } from '../../../lib/experiments/overTasks/leadOverBest.js';
import { overTasks } from '../../../lib/experiments/overTasks/overTasks.js';

const FEW = { by: 'model', resamples: 300 };

/** A table of a score a task and model, in any order. */
function scoresOf(models: Readonly<Record<string, readonly number[]>>): ColumnTable {
  const rows = Object.entries(models).flatMap(([model, values]) =>
    values.map((value, k) => ({ task: `task ${k}`, model, value })),
  );
  return from(rows.reverse());
}

const TWO = scoresOf({ a: [0.5, 0.9, 0.7], b: [0.4, 0.8, 0.6] });

it('draws the same tasks for all: what is better by as much on each has no width', () => {
  const { value, interval } = overTasks(TWO, { ...FEW, statistic: ({ average }) => average('a') - average('b') });
  expect(value).toBeCloseTo(0.1, 12);
  expect(interval!.low).toBeCloseTo(0.1, 12);
  expect(interval!.high).toBeCloseTo(0.1, 12);
  const alone = overTasks(TWO, { ...FEW, statistic: ({ average }) => average('a') }).interval!;
  expect(alone.high - alone.low).toBeGreaterThan(0.2);
});

it('keeps any average within the least and the most of its scores, and gives the tasks of a draw in one order', () => {
  const share = fc.float({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(share, { minLength: 2, maxLength: 12 }), (values) => {
      const scores = scoresOf({ a: values, b: values.map((value) => 1 - value) });
      const statistic = ({ scores: of, average }: Parameters<Parameters<typeof overTasks>[1]['statistic']>[0]) => {
        of('a').forEach((value, k) => expect(of('b')[k]).toBeCloseTo(1 - value, 6));
        return average('a');
      };
      const { interval } = overTasks(scores, { by: 'model', resamples: 40, statistic });
      expect(interval!.low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
      expect(interval!.high).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      expect(interval!.low).toBeLessThanOrEqual(interval!.high);
    }),
  );
});

it('has no interval of a single task, and takes Infinity for a value', () => {
  expect(overTasks(scoresOf({ a: [0.25] }), { ...FEW, statistic: ({ average }) => average('a') })).toEqual({
    value: 0.25,
    interval: null,
  });
  const { interval } = overTasks(TWO, { ...FEW, statistic: ({ average }) => (average('a') > 0.7 ? Infinity : 1) });
  expect(interval).toEqual({ low: 1, high: Infinity });
});

it('is the same again with the same seed', () => {
  const ask = (seed: number) => overTasks(TWO, { ...FEW, seed, statistic: ({ average }) => average('a') });
  expect(ask(5)).toEqual(ask(5));
  expect(overTasks(TWO, { ...FEW, statistic: ({ average }) => average('a') })).toEqual(ask(2021));
});

it.each([
  [scoresOf({ a: [1, 2], b: [1] }), 'b is not measured on task 1'],
  [TWO.concat(TWO), 'is measured several times on task'],
  [scoresOf({ a: [NaN, 1] }), 'the score of a on task 0'],
  [from([{ task: 'a', value: 1 }]), 'the scores have no column "model"'],
  [from([], ['task', 'model', 'value']), 'the table has no scores'],
])('refuses a table that cannot be paired', (scores, sentence) => {
  expect(() => overTasks(scores, { ...FEW, statistic: ({ average }) => average('a') })).toThrow(sentence);
});

it('refuses a name that is not there, and a statistic that is no number', () => {
  expect(() => overTasks(TWO, { ...FEW, statistic: ({ average }) => average('c') })).toThrow(
    'the table has no model "c": give one of',
  );
  expect(() => overTasks(TWO, { ...FEW, statistic: () => NaN })).toThrow('the statistic of a draw of tasks is NaN');
});

it('the lead is over whoever is best in a draw', () => {
  const scores = scoresOf({ a: [0.5, 0.5], b: [0.6, 0.2], c: [0.1, 0.7] });
  const { value, interval } = leadOverBest(scores, { by: 'model', first: 'a', others: ['b', 'c'] });
  expect(value).toBeCloseTo(0.1, 12); // 0.5 to 0.4 of both
  expect(interval!.low).toBeCloseTo(-0.2, 12); // the second task twice: c
  expect(interval!.high).toBeCloseTo(0.1, 12);
  expect(() => leadOverBest(scores, { by: 'model', first: 'a', others: [] })).toThrow('nothing to compare a with');
});
