import { from } from 'arquero';
import { expect, it } from 'vitest';
import { taskDifferences, taskWins, type TaskDifference } from '../../../lib/experiments/overTasks/taskWins.js';

const row = (task: string, model: string, resampled: readonly number[] | null, testSha256 = task) => ({
  ...{ task, title: task.toUpperCase(), model, testSha256, resampled },
  value: (resampled ?? [0])[0]!,
});
const BOTH = { by: 'model', first: 'a', second: 'b' };
const spread = (middle: number, width: number) => Array.from({ length: 101 }, (_, k) => middle + width * (k / 50 - 1));

it('pairs the resamples of both: what they share is in no difference', () => {
  const scores = from([
    row('won', 'a', spread(0.7, 0.2)),
    row('won', 'b', spread(0.6, 0.2)),
    row('open', 'a', spread(0.7, 0.2)),
    row('open', 'b', spread(0.7, 0.1)),
    row('lost', 'a', spread(0.5, 0.2)),
    row('lost', 'b', spread(0.9, 0.2)),
    row('alone', 'a', spread(0.5, 0.2)),
  ]);
  const differences = taskDifferences(scores, BOTH).objects() as TaskDifference[];
  expect(differences.map(({ task, title, won }) => [task, title, won])).toEqual([
    ['won', 'WON', 1],
    ['open', 'OPEN', 0.5],
    ['lost', 'LOST', 0],
  ]);
  for (const { task, low, high, difference } of differences) {
    expect(low).toBeLessThanOrEqual(difference + 0.2);
    if (task !== 'open') expect(high - low).toBeCloseTo(0, 12);
  }
});

it('counts halves, and says what share of tasks that may be', async () => {
  const won = (...all: number[]) => from(all.map((one, k) => ({ task: `${k}`, won: one })));
  const all = await taskWins(won(1, 1, 1, 1, 1, 1, 1, 1));
  expect([all.wins, all.tasks, all.interval.high]).toEqual([8, 8, 1]);
  expect(all.interval.low).toBeCloseTo(0.6306, 3); // Clopper-Pearson of 8 of 8
  const half = await taskWins(won(1, 0.5, 0, 0.5, 0.5));
  expect([half.wins, half.tasks]).toEqual([2.5, 5]);
  expect(half.interval.low).toBeCloseTo(0.0527, 3); // of 2 of 5
  expect(half.interval.high).toBeCloseTo(0.9473, 3); // of 3 of 5
  await expect(taskWins(won())).rejects.toThrow('there is no task that both were measured on');
});

it.each([
  [[row('x', 'a', [0.5])], 'no model of the table is "b"'],
  [[row('x', 'a', [0.5]), row('x', 'a', [0.5]), row('x', 'b', [0.5])], 'a has several rows on a task'],
  [[row('x', 'a', [0.5]), row('x', 'b', [0.5], 'other')], 'measured on other test images of x'],
  [[row('x', 'a', null), row('x', 'b', null)], 'x was not measured on resamples'],
  [[row('x', 'a', [0.5, 0.6]), row('x', 'b', [0.5])], 'x was not measured on resamples'],
])('refuses what cannot be paired', (rows, sentence) => {
  expect(() => taskDifferences(from(rows), BOTH)).toThrow(sentence);
});
