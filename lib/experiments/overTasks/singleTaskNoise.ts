import type { ColumnTable } from 'arquero';
import { median } from 'd3-array';
import { fitLine } from '../../eval/statistics/fitLine.js';
import { overTasks, type OverTasks } from './overTasks.js';

/** A task without an error has no logarithm: less than one of a thousand images is not told apart. */
const LEAST_ERROR = 1e-3;

/**
 * How much noisier single tasks are than their average (paper Figure 9): the distance of a task's errors from their own
 * log-log line over the sizes of a family, in the median over tasks, divided by that of the average's errors from its
 * own.
 * @param measured of `scalingExperiment`, of three sizes or more of one family
 * @throws UserError as `overTasks` does
 * @example
 * const measured = await scalingExperiment({
 *   families: { ResNet: ['zoo-rn-8', 'zoo-rn-16', 'zoo-rn-32'] },
 *   tasks: ['flags', 'weather'],
 * });
 * singleTaskNoise(measured);
 */
export function singleTaskNoise(measured: ColumnTable): OverTasks {
  const rows = measured.objects() as { model: string; gflops: number }[];
  const sizes = [...new Map(rows.map(({ model, gflops }) => [model, Math.log(gflops)]))];
  const distance = (errors: readonly number[]): number =>
    fitLine(errors.map((error, k) => ({ x: sizes[k]![1], y: Math.log(Math.max(error, LEAST_ERROR)) }))).residual;
  return overTasks(measured, {
    by: 'model',
    statistic: ({ average, scores }) => {
      const errors = sizes.map(([model]) => scores(model).map((score) => 1 - score));
      const single = median(errors[0]!, (_, task) => distance(errors.map((own) => own[task]!)))!;
      return single / distance(sizes.map(([model]) => 1 - average(model)));
    },
  });
}
