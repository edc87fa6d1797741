import type { ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import { createRandom } from '../engine/random.js';
import { embedDataset } from '../eval/embeddings/embedDataset.js';
import { resultRows } from '../eval/metrics/resultRows.js';
import { selectProbe } from '../eval/probe/evaluateProbe.js';
import { onePerLabel } from '../eval/probe/labeledFeatures.js';
import { linearLogits, linearProbe } from '../eval/probe/linearProbe.js';
import type { LoadedModel } from '../weights/loadModel.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { partKey } from './partKey.js';
import { eachModel } from './withModel.js';
import { measurements, type Measurement } from './measurement.js';
import { heeded } from './heeded.js';

/** What `probeProtocolsExperiment` measures. */
export interface ProbeProtocolsOptions extends Omit<ExperimentOptions, 'shots' | 'seeds'> {
  /** Of the bootstrap intervals. */
  readonly seed?: number;
}

/** The score of a probe by one protocol. */
export type ProtocolMeasurement = Measurement & {
  /** Which side of the projection the features are from. */
  readonly features: 'before' | 'behind';
  /** What the last fit saw; the penalty is the same search's. */
  readonly fittedOn: 'training' | 'training and validation';
};

/**
 * One probe by four protocols: on features before the projection or behind it, and with the last fit on the training
 * split alone or on validation images too, as the paper's is (appendix A.3).
 * @param options `models`: default the embedded one; `tasks`: default `emoji-groups`
 * @returns four rows a model and task, in the task's own metric
 * @throws UserError for a model, task or dataset that is not there
 * @example
 * const protocols = await probeProtocolsExperiment({ models: ['mini-rn'], tasks: ['flags'] });
 */
export async function probeProtocolsExperiment(options: ProbeProtocolsOptions = {}): Promise<ColumnTable> {
  const {
    models = [],
    tasks = ['emoji-groups'],
    seed = 2021,
    journal = NO_JOURNAL,
  } = heeded('probeProtocolsExperiment', options, ['models', 'tasks', 'seed']);
  const rows: Measurement[] = [];
  await eachModel(models, async (loaded) => {
    for (const task of tasks)
      for (const features of ['before', 'behind'] as const) {
        const dataset = await datasetToMeasure(task);
        const part = partKey({ models: [loaded], dataset, how: [features, seed] });
        rows.push(...(await journal.rowsOf(part, () => bothFits(loaded, task, dataset, features, seed))));
      }
  });
  return measurements(rows);
}

async function bothFits(
  loaded: LoadedModel,
  name: string,
  dataset: Dataset,
  features: 'before' | 'behind',
  seed: number,
): Promise<ProtocolMeasurement[]> {
  const { title, metric, contents, classNames } = dataset;
  const embedded = await embedDataset(loaded.model, dataset, { projected: features === 'behind' });
  const { train, validation } = embedded;
  const { search, probe } = selectProbe(train, validation, classNames.length, metric);
  const test = embedded.test.open();
  const single = onePerLabel(train);
  const fits = {
    training: linearProbe(single.features, single.labels, classNames.length, { C: search.C }),
    'training and validation': probe,
  };
  const rows: ProtocolMeasurement[] = [];
  for (const fittedOn of ['training', 'training and validation'] as const) {
    const method = 'linear probe';
    const logits = linearLogits(fits[fittedOn], test.features);
    const random = createRandom(seed).fork(name);
    const [own] = await resultRows({ task: title, method, metric }, logits, test.labels, random, test.labelSets);
    rows.push({
      ...{ task: name, title, model: loaded.name, method, metric: own!.metric, shots: null, seed },
      ...{ value: own!.value, low: own!.low, high: own!.high, n: own!.n, chance: own!.chance },
      testSha256: contents.test.sha256,
      ...{ features, fittedOn },
    });
  }
  return rows;
}
