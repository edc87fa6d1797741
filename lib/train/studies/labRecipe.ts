import type { Recipe } from '../recipe.js';
import { MINI_RN } from '../miniRn.js';

/**
 * What every run of the studies has in common, where it is not as `mini-rn`: a small encoder at 32 pixels, and 410,000
 * pairs in three minutes of two cores, so that many can be trained and compared.
 */
const LAB: Recipe = {
  ...MINI_RN,
  model: {
    ...MINI_RN.model,
    embedDim: 192,
    vision: { kind: 'modified-resnet', layers: [1, 2, 2], width: 24, heads: 8, imageSize: 32 },
    text: { kind: 'cbow', contextLength: 16, width: 192 },
  },
  batchSize: 512,
  steps: 800,
  warmupSteps: 80,
  augmentation: { smallestCrop: 0.8 },
  watchedNames: 128,
  checkpointEvery: 200,
  checkpointsKept: 1,
  evaluateEvery: 50,
};

/** The lab's recipe but for what `changes` says, of the model only the fields that change. */
export function labRecipe(
  name: string,
  { model, ...changes }: Partial<Omit<Recipe, 'model'>> & { readonly model?: Partial<Recipe['model']> } = {},
): Recipe {
  return { ...LAB, ...changes, name, model: { ...LAB.model, ...model } };
}

/** CLIP's own objective, which all studies compare with. */
export const LAB_CONTRASTIVE = labRecipe('lab-contrastive');
