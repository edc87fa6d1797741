import { sha256 } from '../io/sha256.js';
import { UserError } from '../io/userError.js';
import type { Recipe } from './recipe.js';
import type { TrainingPairs } from './trainingPairs.js';

/**
 * The recipe in small, for the 1,700 pairs that every clone has: about three minutes of two cores for `mini-rn`.
 * @example
 * const { steps, batchSize } = smokeRecipe(findRecipe('mini-rn')); // 1000, 256
 */
export function smokeRecipe(recipe: Recipe): Recipe {
  return {
    ...recipe,
    name: `${recipe.name}-smoke`,
    merges: 1024,
    batchSize: 256,
    steps: 1000,
    warmupSteps: 50,
    learningRate: recipe.learningRate / 2,
    checkpointEvery: 100,
    checkpointsKept: 1,
    evaluateEvery: 100,
  };
}

/**
 * The recipe with all that makes learning by heart hard left out: every step sees the same `count` pairs, unchanged.
 */
export function overfitRecipe(recipe: Recipe, count: number): Recipe {
  return {
    ...recipe,
    name: `${recipe.name}-overfit-${count}`,
    merges: 1024,
    batchSize: count,
    steps: 150,
    warmupSteps: 20,
    learningRate: recipe.learningRate / 2,
    weightDecay: 0,
    augmentation: { smallestCrop: 1 },
    mainCaption: 1,
    checkpointEvery: 150,
    checkpointsKept: 1,
    evaluateEvery: 150,
  };
}

/**
 * Which pairs are the first `count` whose images and whose captions all differ: no two of them can be told apart by
 * luck alone.
 * @throws UserError where there are fewer
 */
export function distinctPairs({ images, captions }: TrainingPairs, count: number): number[] {
  const stride = images.height * images.width * 3;
  const seen = new Set<string>();
  const chosen: number[] = [];
  for (let k = 0; k < images.count && chosen.length < count; k++) {
    const caption = captions[k]![0]!.toLowerCase();
    const image = sha256(images.pixels.subarray(k * stride, (k + 1) * stride));
    if (seen.has(caption) || seen.has(image)) continue;
    seen.add(caption).add(image);
    chosen.push(k);
  }
  if (chosen.length === count) return chosen;
  throw new UserError(
    `only ${chosen.length} pairs differ from one another, and ${count} were asked for: ask for fewer.`,
  );
}
