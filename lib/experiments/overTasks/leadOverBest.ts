import type { ColumnTable } from 'arquero';
import { UserError } from '../../io/userError.js';
import { overTasks, type OverTasks } from './overTasks.js';

/**
 * By how much the average over tasks of one is above that of the best of others, which is the best of each draw of
 * tasks anew.
 * @param scores a row a task and name: `task`, `value` and the column `by`
 * @throws UserError where there are no others, and as `overTasks` does
 * @example
 * const scores = await linearProbeExperiment({ tasks: ['flags', 'digits'], bothSides: [] });
 * const probes = scores.filter((d) => d.method === 'linear probe');
 * leadOverBest(probes, { by: 'model', first: 'lab-contrastive', others: ['lab-supervised', 'lab-simclr'] });
 */
export function leadOverBest(
  scores: ColumnTable,
  { by, first, others }: { readonly by: string; readonly first: string; readonly others: readonly string[] },
): OverTasks {
  if (others.length === 0) throw new UserError(`there is nothing to compare ${first} with: give one or more others.`);
  return overTasks(scores, { by, statistic: ({ average }) => average(first) - Math.max(...others.map(average)) });
}
