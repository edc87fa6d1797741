import { loadModel, type LoadedModel } from '../weights/loadModel.js';

/**
 * Loads a model for as long as it is used.
 * @param name see `loadModel`
 * @throws UserError for a model that is not there
 */
export async function withModel(name: string | undefined, use: (loaded: LoadedModel) => Promise<void>): Promise<void> {
  const loaded = await loadModel(name);
  try {
    await use(loaded);
  } finally {
    loaded.model.dispose();
  }
}

/**
 * One model after the other, so that one is in memory at a time; one that is named twice is used once.
 * @param models none: the embedded one, or what `CLIPLAB_MODEL` names
 */
export async function eachModel(
  models: readonly string[],
  use: (loaded: LoadedModel, name: string | undefined) => Promise<void>,
): Promise<void> {
  for (const name of models.length > 0 ? new Set(models) : [undefined])
    await withModel(name, (loaded) => use(loaded, name));
}
