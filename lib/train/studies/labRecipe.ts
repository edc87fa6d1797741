import type { Recipe } from '../recipe.js';
import { EMOJI_REPEATS } from '../miniRn.js';

/**
 * What every run of the studies has in common: a small encoder at 32 pixels, and 410,000 pairs in three minutes of two cores, so that
 * many can be trained and compared.
 */
const LAB: Omit<Recipe, 'name'> = {
  model: {
    embedDim: 192,
    vision: { kind: 'modified-resnet', layers: [1, 2, 2], width: 24, heads: 8, imageSize: 32 },
    text: { kind: 'cbow', contextLength: 16, width: 192 },
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  },
  merges: 4096,
  seed: 1,
  batchSize: 512,
  steps: 800,
  warmupSteps: 80,
  learningRate: 2e-3,
  weightDecay: 0.2,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-6,
  clipNorm: 1,
  augmentation: { smallestCrop: 0.8 },
  repeats: EMOJI_REPEATS,
  mainCaption: 0.5,
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
