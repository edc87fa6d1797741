import { from, type ColumnTable } from 'arquero';
import { clopperPearson, percentileInterval, type Interval } from '../../eval/statistics/interval.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** By how much one way is better than another on a task. */
export type TaskDifference = {
  readonly task: string;
  readonly title: string;
  /** Of the first minus of the second, 0..1 in the task's metric. */
  readonly difference: number;
  /** Its 95 % interval over draws of the test images, the same for both. */
  readonly low: number;
  readonly high: number;
  /** 1 where the first is better beyond that interval, 0 where the second is, and a half where neither is. */
  readonly won: 0 | 0.5 | 1;
};

/** Which rows `taskDifferences` compares. */
export interface Compared {
  /** The column that tells them apart, e.g. `method` or `model`. */
  readonly by: string;
  readonly first: string;
  readonly second: string;
}

type Resampled = {
  readonly task: string;
  readonly title: string;
  readonly value: number;
  readonly testSha256: string;
  readonly resampled?: readonly number[] | null;
};

/**
 * The differences of two ways to classify, task by task, each with an interval that is paired over the test images.
 * @param scores of an experiment that was asked for `resamples`; one row a task of each of the two
 * @returns one row a task that both are measured on, with the columns of `TaskDifference`
 * @throws UserError where one of the two is not there, not once a task, was measured without resamples or on other
 *   images
 * @example
 * const scores = await zeroShotExperiment({ models: ['mini-rn'], tasks: ['flags'], resamples: 1000 });
 * const own = scores.filter((d) => d.metric !== 'top-5 accuracy');
 * taskDifferences(own, { by: 'method', first: 'zero-shot', second: 'linear probe' });
 */
export function taskDifferences(scores: ColumnTable, { by, first, second }: Compared): ColumnTable {
  const rows = scores.objects() as Resampled[];
  const of = (name: string): Map<string, Resampled> => {
    const own = rows.filter((row) => (row as Record<string, unknown>)[by] === name);
    if (own.length === 0) throw new UserError(`no ${by} of the table is ${told(name)}: measure it.`);
    const byTask = new Map(own.map((row) => [row.task, row]));
    if (byTask.size < own.length)
      throw new UserError(`${name} has several rows on a task: leave one metric, model and method in the table.`);
    return byTask;
  };
  const [ours, theirs] = [of(first), of(second)];
  const differences: TaskDifference[] = [];
  for (const [task, one] of ours) {
    const other = theirs.get(task);
    if (!other) continue;
    if (one.testSha256 !== other.testSha256)
      throw new UserError(`${first} and ${second} were measured on other test images of ${task}: measure them again.`);
    const [a, b] = [one.resampled ?? [], other.resampled ?? []];
    if (a.length === 0 || a.length !== b.length)
      throw new UserError(
        `${task} was not measured on resamples: ask the experiment for some, e.g. { resamples: 1000 }.`,
      );
    const { low, high } = percentileInterval(a.map((value, k) => value - b[k]!));
    const won = low > 0 ? 1 : high < 0 ? 0 : 0.5;
    differences.push({ task, title: one.title, difference: one.value - other.value, low, high, won });
  }
  return from(differences, ['task', 'title', 'difference', 'low', 'high', 'won']);
}

/**
 * How many tasks the first way wins, and the 95 % interval of that share (Clopper–Pearson). A difference within its own
 * interval is half a win; where the halves leave no whole number, the interval reaches to both of its neighbors.
 * @param differences of `taskDifferences`
 * @throws UserError where there are none
 * @example
 * const scores = await zeroShotExperiment({ models: ['mini-rn'], tasks: ['flags', 'hands'], resamples: 1000 });
 * const own = scores.filter((d) => d.metric !== 'top-5 accuracy');
 * const { wins, tasks } = await taskWins(
 *   taskDifferences(own, { by: 'method', first: 'zero-shot', second: 'linear probe' }),
 * );
 */
export async function taskWins(
  differences: ColumnTable,
): Promise<{ readonly wins: number; readonly tasks: number; readonly interval: Interval }> {
  const won = (differences.objects() as TaskDifference[]).map((row) => row.won);
  const tasks = won.length;
  if (tasks === 0) throw new UserError('there is no task that both were measured on: measure both on the same.');
  const wins = won.reduce<number>((sum, one) => sum + one, 0);
  const { low } = await clopperPearson(Math.floor(wins), tasks);
  const { high } = await clopperPearson(Math.ceil(wins), tasks);
  return { wins, tasks, interval: { low, high } };
}
