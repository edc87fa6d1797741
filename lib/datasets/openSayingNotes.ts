import { isAbsolute } from 'node:path';
import { sayOnce } from '../io/sayOnce.js';
import type { Dataset } from './dataset.js';
import { loadDataset, type LoadDatasetOptions } from './loadDataset.js';
import { isTask } from './suite/loadTask.js';

/**
 * A dataset as `loadDataset` opens it, whose notes are said on standard error, each once a cell or command: what was
 * passed over in reading it changes what is measured on it. Those of the suite's tasks are about the tasks and not
 * about a reading, and are not said.
 * @throws UserError as `loadDataset` does
 * @example const dataset = await openSayingNotes('holidays', { splits: ['test'] });
 */
export async function openSayingNotes(nameOrPath: string, options: LoadDatasetOptions = {}): Promise<Dataset> {
  const dataset = await loadDataset(nameOrPath, options);
  if (await isTask(nameOrPath)) return dataset;
  // Some begin with the folder that they are about.
  for (const note of dataset.notes) sayOnce(isAbsolute(note) ? note : `${dataset.name}: ${note}`);
  return dataset;
}
