import { from, type ColumnTable } from 'arquero';
import { group, mean } from 'd3-array';
import { studentInterval } from '../eval/statistics/studentInterval.js';
import { requireNumber } from '../io/requireNumber.js';
import type { FewShotMeasurement } from './fewShot.js';
import { fewShotScores } from './fewShotScores.js';

/**
 * The average score over tasks of one model, method and number of shots. Its title is those of the tasks, which commas
 * separate.
 */
export type TaskAverage = Pick<
  FewShotMeasurement,
  | 'task'
  | 'title'
  | 'model'
  | 'objective'
  | 'projected'
  | 'method'
  | 'shots'
  | 'imagesPerClass'
  | 'value'
  | 'low'
  | 'high'
> & {
  /** The curve that it is a point of, as figures name it: the model's, and what is particular about the method. */
  readonly series: string;
  readonly tasks: number;
};

/**
 * Averages of a few-shot experiment over its tasks, as in Figure 6 of the paper: at each number of shots that all of
 * the tasks have, the mean over draws of the means over tasks, with a 95 % interval over the draws by Student's t where
 * there are several. Probes on all training images are in no average.
 * @param scores of `fewShotExperiment`, of the tasks, seeds and shots to be averaged over
 * @returns one row a model, method and number of shots, with the columns of `TaskAverage`; none where there is nothing
 *   to average
 * @throws UserError where it is another table, or a value is not finite
 * @example
 * const scores = await fewShotExperiment({ models: ['mini-rn'], shots: [1, 2, 4] });
 * const averages = await averageOverTasks(scores.filter((d) => d.leastPerClass >= 4 && d.shots <= 4));
 */
export async function averageOverTasks(scores: ColumnTable): Promise<ColumnTable> {
  const rows = fewShotScores(scores).filter(({ shots }) => shots !== null);
  for (const { value, shots, task } of rows) {
    requireNumber(shots, `the shots of a probe on ${task}`, 0);
    requireNumber(value, `the score of a probe on ${task}`);
  }
  const { size: tasks } = group(rows, ({ task }) => task);
  const titles = [...new Set(rows.map(({ title }) => title))].join(', ');
  const averages: TaskAverage[] = [];
  for (const byMethod of group(
    rows,
    ({ model }) => model,
    ({ method }) => method,
  ).values())
    for (const own of byMethod.values())
      for (const [shots, atShots] of group(own, (row) => row.shots)) {
        if (group(atShots, ({ task }) => task).size < tasks) continue;
        const bySeed = [...group(atShots, ({ seed }) => seed).values()].map((same) =>
          mean(same, ({ value }) => value)!,
        );
        const { mean: value, low = null, high = null } = await studentInterval(bySeed);
        const { model, objective, projected, method } = atShots[0]!;
        averages.push({
          ...{
            task: 'average',
            title: titles,
            model,
            objective,
            projected,
            method,
            series: seriesOf(model, method),
            tasks,
          },
          ...{ shots, imagesPerClass: shots!, value, low, high },
        });
      }
  return from(averages, [...COLUMNS]);
}

/** Those of a table without rows, too. */
const COLUMNS: readonly (keyof TaskAverage)[] = [
  ...(['task', 'title', 'tasks', 'model', 'objective', 'projected', 'method', 'series', 'shots'] as const),
  ...(['imagesPerClass', 'value', 'low', 'high'] as const),
];

const seriesOf = (model: string, method: string): string =>
  method === 'linear probe' ? model : method === 'zero-shot' ? `${model} zero-shot` : `${model}, from zero-shot`;
