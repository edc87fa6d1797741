import type { ColumnTable } from 'arquero';
import { mean } from 'd3-array';
import { createRandom } from '../../engine/random.js';
import type { Interval } from '../../eval/statistics/interval.js';
import { requireLevel } from '../../eval/statistics/requireLevel.js';
import { requireNumber } from '../../io/requireNumber.js';
import { requireWhole } from '../../io/requireWhole.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** The scores of all that is compared, on the tasks of one draw. */
export interface TaskDraw {
  /** The mean score of a name over the tasks of the draw. */
  readonly average: (name: string) => number;
  /** The scores of a name, a number a task of the draw; the same tasks for every name. */
  readonly scores: (name: string) => readonly number[];
}

/** A number that was computed from scores over tasks. */
export interface OverTasks {
  readonly value: number;
  /** Its interval over draws of tasks; null for a single task. */
  readonly interval: Interval | null;
}

/** How `overTasks` reads its table and draws. */
export interface OverTasksOptions {
  /** The column that says what a score is of, e.g. `model` or `method`. Each has one row a task. */
  readonly by: string;
  /** What is measured on a draw of tasks; Infinity is a value too, e.g. for what is never reached. */
  readonly statistic: (draw: TaskDraw) => number;
  /** Default 2021. */
  readonly seed?: number;
  /** Draws of tasks. Default 10,000. */
  readonly resamples?: number;
  /** Confidence, 0..1. Default 0.95. */
  readonly level?: number;
}

/**
 * Anything that is computed from scores over tasks, such as a difference of averages, the slope of averages against
 * compute or where two curves cross, with its bootstrap interval over draws of tasks. All names are averaged over the
 * same tasks of a draw, so that what makes a task hard for all of them is not taken for a difference.
 * @param scores a row a task and name: `task`, `value` and the column `by`
 * @returns the statistic of the tasks themselves, and its interval
 * @throws UserError where a name is not measured once on every task, a score is not finite, or the statistic is no
 *   number
 * @example
 * const gain = await promptGainExperiment({ models: ['zoo-rn-8'] });
 * overTasks(gain, {
 *   by: 'method',
 *   statistic: ({ average }) => average('prompts and ensembles') - average('label alone'),
 * });
 */
export function overTasks(
  scores: ColumnTable,
  { by, statistic, seed = 2021, resamples = 10_000, level = 0.95 }: OverTasksOptions,
): OverTasks {
  requireWhole(resamples, 'the number of resamples', 1);
  requireLevel(level);
  const { tasks, byName } = table(scores, by);
  const measure = (drawn: readonly number[]): number => {
    const own = (name: string): readonly number[] => {
      const all = byName.get(name);
      if (!all)
        throw new UserError(`the table has no ${by} ${told(name)}: give one of ${[...byName.keys()].join(', ')}.`);
      return drawn.map((task) => all[task]!);
    };
    const value = statistic({ scores: own, average: (name) => mean(own(name))! });
    if (typeof value === 'number' && !isNaN(value)) return value;
    throw new UserError(`the statistic of a draw of tasks is ${told(value)}, expected a number: mend the statistic.`);
  };
  const value = measure([...tasks.keys()]);
  if (tasks.length === 1) return { value, interval: null };
  const random = createRandom(seed);
  const values = Array.from({ length: resamples }, () => measure(tasks.map(() => random.int(tasks.length))));
  values.sort((a, b) => a - b);
  // The nearest draws, outwards: between a number and Infinity there is nothing to interpolate.
  const last = resamples - 1;
  const low = values[Math.floor(((1 - level) / 2) * last)]!;
  return { value, interval: { low, high: values[Math.ceil(((1 + level) / 2) * last)]! } };
}

/** The scores of every name, in one order of the tasks. */
function table(
  scores: ColumnTable,
  by: string,
): { readonly tasks: readonly string[]; readonly byName: ReadonlyMap<string, readonly number[]> } {
  const missing = ['task', 'value', by].find((column) => !scores.columnNames().includes(column));
  if (missing !== undefined) throw new UserError(`the scores have no column ${told(missing)}: give them one.`);
  const found = new Map<string, Map<string, number>>();
  for (const row of scores.objects() as { task: string; value: number }[]) {
    const name = String((row as Record<string, unknown>)[by]);
    requireNumber(row.value, `the score of ${name} on ${row.task}`);
    const own = found.get(name) ?? new Map<string, number>();
    if (own.has(row.task))
      throw new UserError(`${name} is measured several times on ${row.task}: leave one row a task and ${by}.`);
    found.set(name, own.set(row.task, row.value));
  }
  const tasks = [...new Set([...found.values()].flatMap((own) => [...own.keys()]))];
  if (tasks.length === 0) throw new UserError('the table has no scores: measure some, or leave out fewer rows.');
  const byName = new Map<string, readonly number[]>();
  for (const [name, own] of found) {
    const lacking = tasks.find((task) => !own.has(task));
    if (lacking !== undefined)
      throw new UserError(`${name} is not measured on ${lacking}, which others are: leave out the one or the other.`);
    byName.set(
      name,
      tasks.map((task) => own.get(task)!),
    );
  }
  return { tasks, byName };
}
