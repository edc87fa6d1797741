import { createClip, type Clip } from '../models/clip.js';
import { requireLogitScale } from '../models/requireLogitScale.js';
import type { ModelFiles } from './modelFiles.js';
import { openModel, type OpenOptions } from './openModel.js';
import { resolveModel } from './resolveModel.js';

/**
 * The model of some files, its weights read one tensor at a time, and what it was trained to do. Hands over the model.
 * @throws UserError as `openModel` does
 */
export async function readClip(
  files: ModelFiles,
  options: OpenOptions = {},
): Promise<{ readonly model: Clip; readonly objective: string }> {
  const opened = await openModel(files, options);
  try {
    const model = createClip(opened.config, opened.tensors);
    try {
      requireLogitScale(model, files.weights);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return { model, objective: opened.objective };
  } finally {
    opened.close();
  }
}

/**
 * A CLIP without a tokenizer, by name or from a folder or file, as `loadModel` finds it: for images alone, or where the
 * vocabulary is not at hand. Hands over the model.
 * @throws UserError naming what is missing or does not fit, all at once
 * @example
 * const model = await loadClip('models/RN50.pt');
 * const images = await readImages((await loadDataset('flags')).validation);
 * const features = await embedImages(model, images); // [N, 1024]
 */
export async function loadClip(nameOrPath: string, options: OpenOptions = {}): Promise<Clip> {
  return (await readClip(await resolveModel(nameOrPath), options)).model;
}
