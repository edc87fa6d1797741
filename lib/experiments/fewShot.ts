import type { ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import { taskNames } from '../datasets/suite/taskNames.js';
import { fewShot, type FewShotMethod } from '../eval/fewShot/fewShot.js';
import { guessing, type SingleLabelMetric } from '../eval/metrics/guessing.js';
import { requireNumber } from '../io/requireNumber.js';
import { requireWhole } from '../io/requireWhole.js';
import { UserError } from '../io/userError.js';
import type { LoadedModel } from '../weights/loadModel.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { drawTask, type DrawnTask } from './fewShotDraws.js';
import { fewShotFeatures } from './fewShotFeatures.js';
import { NO_JOURNAL } from './journal.js';
import { partKey } from './partKey.js';
import { eachModel } from './withModel.js';
import { measurements, type Measurement } from './measurement.js';
import { heeded } from './heeded.js';

/** The score of one probe, or of zero-shot, on one task. */
export type FewShotMeasurement = Measurement & {
  /** What the model was trained to do, e.g. `contrastive`. */
  readonly objective: string;
  /** Whether its features are those behind the projection, in the space shared with texts. */
  readonly projected: boolean;
  readonly classes: number;
  /** Training images of the class that has fewest. */
  readonly leastPerClass: number;
  /** Images a class that the method saw: the shots, and with all training images their mean. */
  readonly imagesPerClass: number;
  /** Method and shots in words, e.g. `zero-shot`, `1 shot, from zero-shot`, `all images`. */
  readonly label: string;
  /** The hash of the draw: rows of equal hash were fitted on the same images. Null where none was drawn. */
  readonly draw: string | null;
  /** What the search on the validation split chose; null for zero-shot. */
  readonly C: number | null;
};

/** What `fewShotExperiment` measures. */
export interface FewShotExperimentOptions extends ExperimentOptions {
  /** Tasks with more classes are left out. Default: none is. */
  readonly mostClasses?: number;
  /** A folder in which each draw is written as JSON, and read from again. Default: draws are kept nowhere. */
  readonly draws?: string;
}

const SHOTS = [1, 2, 4, 8, 16];
const SEEDS = [1, 2, 3, 4, 5];

/**
 * Few-shot probes (paper sec 3.1.5, Figures 6 and 7): for each model and task a linear probe on every draw of 1, 2, 4,
 * 8 and 16 images a class and on all training images, and for a CLIP zero-shot (0 shots) and a probe that starts from
 * its classifier. A task is measured for as many shots as its smallest class has images. Features are those behind the
 * projection where the model is a CLIP, else those before it. All models see the same draws.
 * @returns one row a task, model, method, shots and seed, with the columns of `FewShotMeasurement`
 * @throws UserError for a model, task or dataset that is not there, for shots or seeds that are not whole numbers, and
 *   for a task asked for by name that has several labels an image, or fewer training images of a class than the least
 *   of the shots; of the suite as a whole such tasks are left out
 * @example
 * const scores = await fewShotExperiment({ models: ['mini-rn', 'lab-simclr'], tasks: ['flags'], shots: [1, 2], seeds:
 * [1, 2, 3] });
 */
export async function fewShotExperiment(options: FewShotExperimentOptions = {}): Promise<ColumnTable> {
  const {
    models = [],
    tasks,
    shots = SHOTS,
    seeds = SEEDS,
    mostClasses = Infinity,
    draws,
    journal = NO_JOURNAL,
  } = heeded('fewShotExperiment', options, ['models', 'tasks', 'shots', 'seeds', 'mostClasses', 'draws']);
  requireLists(shots, seeds);
  if (mostClasses !== Infinity) requireNumber(mostClasses, 'mostClasses', 1);
  const drawn: DrawnTask[] = [];
  for (const name of tasks ?? (await taskNames())) {
    const dataset = await datasetToMeasure(name);
    if (dataset.classNames.length > mostClasses) continue;
    const task = await drawTask(dataset, { name, shots, seeds, folder: draws });
    if (!('leftOut' in task)) drawn.push(task);
    else if (tasks) throw new UserError(task.leftOut);
  }
  const rows: FewShotMeasurement[] = [];
  await eachModel(models, async (loaded) => {
    for (const task of drawn) {
      const dataset = await datasetToMeasure(task.name);
      const part = partKey({ models: [loaded], dataset, how: task.draws.map(({ sha256 }) => sha256) });
      rows.push(...(await journal.rowsOf(part, () => measureTask(loaded, task, dataset))));
    }
  });
  return measurements(rows);
}

function requireLists(shots: readonly number[], seeds: readonly number[]): void {
  for (const [what, list] of Object.entries({ shots, seeds }))
    if (!Array.isArray(list) || list.length === 0)
      throw new UserError(`there are no ${what}: give a list of whole numbers, such as [1, 2, 4].`);
  for (const k of shots) requireWhole(k, 'the number of shots', 1);
  for (const seed of seeds) requireWhole(seed, 'the seed', Number.MIN_SAFE_INTEGER);
}

async function measureTask(loaded: LoadedModel, task: DrawnTask, dataset: Dataset): Promise<FewShotMeasurement[]> {
  const { title, classNames } = dataset;
  const { objective } = loaded;
  const metric = dataset.metric as SingleLabelMetric; // as `drawTask` has seen
  const { projected, ...features } = await fewShotFeatures(loaded, dataset);
  const rows = await fewShot(features, task.draws, { task: title, classCount: classNames.length, metric });
  const { name: metricName, chance } = guessing(metric, classNames.length);
  return rows.map(({ method, shots, full, seed, draw, C, value, n, classes }) => ({
    ...{ task: task.name, title, model: loaded.name, method, metric: metricName },
    ...{ shots: full ? null : shots, seed, value, low: null, high: null, n, chance, testSha256: task.testSha256 },
    ...{ objective, projected, classes, leastPerClass: task.leastPerClass, imagesPerClass: shots },
    ...{ label: labelOf(method, full ? null : shots), draw, C },
  }));
}

function labelOf(method: FewShotMethod, shots: number | null): string {
  if (method === 'zero-shot') return method;
  const seen = shots === null ? 'all images' : shots === 1 ? '1 shot' : `${shots} shots`;
  return method === 'linear probe' ? seen : `${seen}, from zero-shot`;
}
