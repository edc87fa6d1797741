import { from, type ColumnTable } from 'arquero';
import { mean, rollups } from 'd3-array';
import { requireNumber } from '../io/requireNumber.js';
import { amountToReach } from '../eval/statistics/amountToReach.js';
import { fewShotScores } from './fewShotScores.js';

/** How many labeled images a class a probe needs to do as well as zero-shot on one task. */
export type DataEfficiencyRow = {
  readonly task: string;
  readonly title: string;
  readonly model: string;
  /** The score of zero-shot, 0..1. */
  readonly zeroShot: number;
  /** `null` where the probe stays below zero-shot with all images. */
  readonly examplesPerClass: number | null;
  /** The most images a class that were tried. */
  readonly tried: number;
  /** Both in one number: what is needed, or else what was tried, which is less. */
  readonly atLeast: number;
  /** In words, e.g. `2.3`, `more than 16`. */
  readonly worth: string;
};

/**
 * What zero-shot is worth in labeled images (paper sec 3.1.5, Figure 7): where the curve of the linear probe on the
 * same features, a mean over draws at each number of images a class, first reaches zero-shot; interpolated as the paper
 * does, see `amountToReach`.
 * @param scores of `fewShotExperiment`, or of `averageOverTasks`
 * @returns one row a task and model that has zero-shot, with the columns of `DataEfficiencyRow`
 * @throws UserError where a number is not finite, or columns are missing
 * @example
 * const scores = await fewShotExperiment({ models: ['mini-rn'], tasks: ['weather'], shots: [1, 2, 4] });
 * show(dataEfficiency(scores).select('title', 'model', 'worth'));
 */
export function dataEfficiency(scores: ColumnTable): ColumnTable {
  const rows = fewShotScores(scores);
  for (const { imagesPerClass, value } of rows) {
    requireNumber(imagesPerClass, 'the images a class of a row', 0);
    requireNumber(value, 'the value of a row');
  }
  const efficiency = rows
    .filter(({ method }) => method === 'zero-shot')
    .map(({ task, title, model, value }): DataEfficiencyRow => {
      const probes = rows.filter((row) => row.method === 'linear probe' && row.task === task && row.model === model);
      const curve = rollups(
        probes,
        (own) => mean(own, (row) => row.value)!,
        (row) => row.imagesPerClass,
      ).map(([amount, average]) => ({ amount, value: average }));
      const reached = amountToReach(curve, value);
      const tried = Math.max(0, ...curve.map(({ amount }) => amount));
      const worth = reached === undefined ? `more than ${Number(tried.toFixed(1))}` : reached.toFixed(1);
      return {
        task,
        title,
        model,
        zeroShot: value,
        examplesPerClass: reached ?? null,
        tried,
        atLeast: reached ?? tried,
        worth,
      };
    });
  return from(efficiency, ['task', 'title', 'model', 'zeroShot', 'examplesPerClass', 'tried', 'atLeast', 'worth']);
}
