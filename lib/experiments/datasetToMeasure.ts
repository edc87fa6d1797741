import type { Dataset } from '../datasets/dataset.js';
import type { LoadDatasetOptions } from '../datasets/loadDataset.js';
import { openSayingNotes } from '../datasets/openSayingNotes.js';
import { requireClasses } from '../datasets/requireClasses.js';

/**
 * A dataset that an experiment measures: its notes are said, and it has classes to tell apart.
 * @throws UserError as `loadDataset` does, and where it has one class
 * @example const dataset = await datasetToMeasure('flags', { splits: ['test'] });
 */
export async function datasetToMeasure(nameOrPath: string, options: LoadDatasetOptions = {}): Promise<Dataset> {
  const dataset = await openSayingNotes(nameOrPath, options);
  requireClasses(dataset);
  return dataset;
}
