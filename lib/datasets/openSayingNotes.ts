import { interruptSignal } from '../io/interruption.js';
import type { Dataset } from './dataset.js';
import { loadDataset, type LoadDatasetOptions } from './loadDataset.js';
import { listTasks } from './suite/loadTask.js';

/** What was said in each cell of a notebook, or in the whole process outside one. */
const said = new WeakMap<object, Set<string>>();

/**
 * A dataset as `loadDataset` opens it, whose notes are said on standard error, each once a cell or command: what was
 * passed over in reading it changes what is measured on it. Those of the suite's tasks are about the tasks and not
 * about a reading, and are not said.
 * @throws UserError as `loadDataset` does
 * @example const dataset = await openSayingNotes('holidays', { splits: ['test'] });
 */
export async function openSayingNotes(nameOrPath: string, options: LoadDatasetOptions = {}): Promise<Dataset> {
  const dataset = await loadDataset(nameOrPath, options);
  if ((await listTasks()).some(({ name }) => name === nameOrPath)) return dataset;
  const scope = interruptSignal() ?? process;
  const before = said.get(scope) ?? new Set<string>();
  said.set(scope, before);
  for (const note of dataset.notes) {
    const line = (note.includes(dataset.name) ? note : `${dataset.name}: ${note}`).replace(/\p{Cc}/gu, '?');
    if (before.has(line)) continue;
    before.add(line);
    process.stderr.write(`cliplab: ${line}\n`);
  }
  return dataset;
}
