import { join } from 'node:path';
import { train } from 'cliplab';
import { saveModel } from '../../../lib/dist/weights/saveModel.js';
import { tinyTraining } from '../tinyTraining.mjs';

/** A training run: its log, its checkpoints, and the model saved at its end. */
export default async function prepare() {
  const { pairs, recipe, tokenizer, vocabulary } = tinyTraining();
  return async (/** @type {string} */ folder) => {
    const run = join(folder, 'run');
    const model = await train({ recipe, folder: run, pairs, validation: pairs, tokenizer, precision: 'fp32' });
    await saveModel(join(folder, 'model'), model, vocabulary);
  };
}
