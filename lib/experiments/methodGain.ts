import type { ColumnTable } from 'arquero';
import { pairedGain, type PairedGain } from '../eval/statistics/pairedGain.js';
import { UserError } from '../io/userError.js';
import type { Measurement } from './measurement.js';

/**
 * The gain of one method over another in an experiment's table, over the tasks of that table, which has both once a
 * task.
 * @throws UserError where a method is not in the table, or not measured on the same tasks
 * @example
 * const scores = await promptsExperiment({ tasks: ['flags', 'digits'] });
 * methodGain(scores, '80 templates', 'label alone').mean;
 */
export function methodGain(table: ColumnTable, better: string, worse: string): PairedGain {
  const rows = table.objects() as Measurement[];
  const scoresOf = (method: string): Map<string, number> => {
    const own = rows.filter((row) => row.method === method);
    const scores = new Map(own.map(({ task, value }) => [task, value]));
    if (own.length === 0)
      throw new UserError(
        `the table has no ${method}: give one of ${[...new Set(rows.map((row) => row.method))].join(', ')}.`,
      );
    if (scores.size < own.length)
      throw new UserError(`${method} is measured several times on a task: leave one model and metric in the table.`);
    return scores;
  };
  const [first, second] = [scoresOf(better), scoresOf(worse)];
  const missing = [...first.keys()].find((task) => !second.has(task));
  if (missing !== undefined || first.size !== second.size)
    throw new UserError(`${better} and ${worse} are not measured on the same tasks: measure both on each.`);
  return pairedGain(
    [...first.values()],
    [...first.keys()].map((task) => second.get(task)!),
  );
}
