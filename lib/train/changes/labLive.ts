import type { Recipe } from '../recipe.js';
import { labRecipe } from '../studies/labRecipe.js';

/**
 * What live ablations change: the lab's recipe in batches that the 1,700 pairs of every clone fill several times, and
 * for about two minutes of two cores.
 */
export const LAB_LIVE: Recipe = labRecipe('lab-live', {
  merges: 1024,
  batchSize: 256,
  steps: 1000,
  warmupSteps: 100,
  learningRate: 1e-3,
  watchedNames: 512,
  checkpointEvery: 100,
  evaluateEvery: 63,
});
