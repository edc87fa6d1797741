import { join } from 'node:path';
import { suiteDataset } from '../../../lib/dist/datasets/suite/loadTask.js';
import { cachedEmbeddings } from '../../../lib/dist/eval/embeddings/cachedEmbeddings.js';
import { loadClip } from '../../../lib/dist/weights/loadClip.js';

/** The embeddings of a task's validation images, four at a time, as `cliplab embed` makes them. */
export default async function prepare() {
  const model = await loadClip('zoo-rn-8');
  const task = await suiteDataset('weather');
  return async (/** @type {string} */ folder) => {
    const options = { folder: join(folder, 'embeddings'), batchSize: 4 };
    await cachedEmbeddings(model, task, 'validation', task.validation, options);
  };
}
