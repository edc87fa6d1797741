import type { ColumnTable } from 'arquero';
import { loadDataset } from '../datasets/loadDataset.js';
import { listTasks } from '../datasets/suite/loadTask.js';
import { createRandom } from '../engine/random.js';
import { evaluateTask, METHODS, type Method } from '../eval/evaluateTask.js';
import { loadModel, type LoadedModel } from '../weights/loadModel.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { measurements, type Measurement } from './measurement.js';

export interface ZeroShotOptions extends ExperimentOptions {
  /** Default both. */
  readonly methods?: readonly Method[];
  /** False for probes on the features before the projection. Default true. */
  readonly projected?: boolean;
  /** Of the bootstrap intervals. */
  readonly seed?: number;
}

/**
 * Zero-shot and a linear probe on all labels, on each task (paper sec 3.1 and 3.2, Figure 5, Tables 10 and 11).
 * @returns one row a task, model, method and metric
 * @throws UserError for a model, task or dataset that is not there
 * @example
 * const scores = await zeroShotExperiment({ models: ['mini-rn'], tasks: ['flags'] });
 */
export async function zeroShotExperiment({
  models = [],
  tasks,
  methods = METHODS,
  projected = true,
  seed = 2021,
  journal = NO_JOURNAL,
}: ZeroShotOptions = {}): Promise<ColumnTable> {
  const names = tasks ?? (await listTasks()).map(({ name }) => name);
  const rows: Measurement[] = [];
  for (const model of models.length > 0 ? models : [undefined]) {
    const loaded = await loadModel(model);
    try {
      for (const name of names) {
        const part = [name, loaded.name, ...methods, projected, seed].join(' ');
        rows.push(...(await journal.rowsOf(part, () => measureTask(loaded, name, { methods, projected, seed }))));
      }
    } finally {
      loaded.model.dispose();
    }
  }
  await journal.finish();
  return measurements(rows);
}

async function measureTask(
  loaded: LoadedModel,
  name: string,
  { methods, projected, seed }: Required<Pick<ZeroShotOptions, 'methods' | 'projected' | 'seed'>>,
): Promise<Measurement[]> {
  const needsTraining = methods.includes('linear probe');
  const dataset = await loadDataset(name, needsTraining ? {} : { splits: ['test'] });
  const random = createRandom(seed).fork(name);
  const { rows } = await evaluateTask(loaded, dataset, { random, methods, projected });
  return rows.map(({ task: title, method, metric, value, low, high, n, chance }) => ({
    task: name,
    title,
    model: loaded.name,
    method,
    metric,
    shots: method === 'zero-shot' ? 0 : null,
    seed,
    value,
    low,
    high,
    n,
    chance,
    testSha256: dataset.contents.test.sha256,
  }));
}
