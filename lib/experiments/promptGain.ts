import type { ColumnTable } from 'arquero';
import { taskNames } from '../datasets/suite/taskNames.js';
import { imageMultiplyAdds } from '../models/multiplyAdds.js';
import { listContrastiveModels } from '../train/listContrastiveModels.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { modelFamily } from './modelFamily.js';
import { partKey } from './partKey.js';
import { measurements, type Measurement } from './measurement.js';
import { setupMeasurements } from './setupMeasurements.js';
import { withModel } from './withModel.js';
import { heeded } from './heeded.js';

/** A model's zero-shot score on a task, with the label alone or with prompts, beside what an image costs it. */
export type PromptGainRow = Measurement & {
  /** 10^9 multiply-adds an image, what the paper calls GFLOPs. */
  readonly gflopsPerImage: number;
  /** Models that differ in size alone, e.g. `ResNet`; one that was trained in its own way is a family by itself. */
  readonly family: string;
};

const WAYS = [{ name: 'label alone', templates: ['{c}'] }, { name: 'prompts and ensembles' }] as const;

/**
 * What the task's ensemble of prompts adds to the label alone, for models of different compute (paper sec 3.1.4, Figure
 * 4).
 * @param options `models` are by default all of the checkout that were trained to match texts
 * @returns one row a model, task and way: the columns of `PromptGainRow`
 * @throws UserError for a model, task or dataset that is not there
 * @example
 * const gain = await promptGainExperiment({ models: ['zoo-rn-8', 'zoo-rn-48'], tasks: ['flags'] });
 */
export async function promptGainExperiment(options: ExperimentOptions = {}): Promise<ColumnTable> {
  const {
    models = listContrastiveModels(),
    tasks,
    journal = NO_JOURNAL,
  } = heeded('promptGainExperiment', options, ['models', 'tasks']);
  const names = tasks ?? (await taskNames());
  const rows: Measurement[] = [];
  for (const model of models) {
    await withModel(model, async (loaded) => {
      const { config } = loaded.model;
      const cost = { gflopsPerImage: imageMultiplyAdds(config) * 1e-9, family: modelFamily(model, config) };
      for (const name of names) {
        const dataset = await datasetToMeasure(name, { splits: ['test'] });
        const part = partKey({ models: [loaded], dataset });
        const measured = await journal.rowsOf(part, () => setupMeasurements(loaded, dataset, WAYS));
        rows.push(...measured.map((row): PromptGainRow => ({ ...row, ...cost })));
      }
    });
  }
  return measurements(rows);
}
