import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pickPairs } from '../../datasets/iconwit/pairSet.js';
import { suitePairs } from '../../datasets/suite/suitePairs.js';
import { binomialTest } from '../../eval/statistics/binomialTest.js';
import { cacheDirectory } from '../../io/projectPaths.js';
import { UserError } from '../../io/userError.js';
import type { Metrics } from '../../train/metricsLog.js';
import { findObjective } from '../../train/objectives/findObjective.js';
import { objectiveName, type Recipe } from '../../train/recipe.js';
import { distinctPairs } from '../../train/selfChecks.js';
import { trainRecipe, type TrainingData } from './trainingJob.js';

/** What a check found. */
export interface Verdict {
  /** One sentence. */
  readonly text: string;
  readonly last: Metrics;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const minutes = ({ trainedSeconds }: Metrics): string => `${(trainedSeconds / 60).toFixed(1)} minutes`;

export interface CheckOptions {
  readonly precision: 'fp32' | 'bf16';
  /** Where checkpoints and the log are kept; by default in the cache until there is a verdict. */
  readonly folder?: string | undefined;
}

/** What the loss of a recipe falls from. @throws UserError where that is not known beforehand */
function lossOfNoLearning(recipe: Recipe): number {
  const objective = findObjective(objectiveName(recipe));
  const known = objective.lossOfNoLearning?.(recipe.batchSize);
  if (known !== undefined) return known;
  throw new UserError(`${recipe.name} is checked by ${objective.name}, and checks are for contrastive recipes.`);
}

/** Trains for a check alone: the model is of no use. */
async function trainForCheck(
  recipe: Recipe,
  data: TrainingData,
  { precision, folder: kept }: CheckOptions,
): Promise<Metrics> {
  lossOfNoLearning(recipe);
  const folder = kept ?? join(cacheDirectory(), 'runs', recipe.name);
  const { model, metrics } = await trainRecipe(recipe, data, folder, precision);
  model.dispose();
  // The next check is of what the code is then.
  if (kept === undefined) await rm(folder, { recursive: true });
  return metrics.at(-1)!;
}

/** Nats below the loss of no learning that a run of some minutes must come. */
const LEAST_FALL = 0.5;
/** How improbable guessing must make what the model got right. */
const GUESSING = 1e-6;

/**
 * Trains on the pairs that every clone has, and looks whether the loss falls and whether the model names images by
 * designers it was not trained on better than by guessing.
 * @throws UserError where it does not
 */
export async function smokeCheck(recipe: Recipe, options: CheckOptions): Promise<Verdict> {
  const data = await suitePairs();
  const last = await trainForCheck(recipe, data, options);
  const { captions } = data.validation;
  const noLearning = lossOfNoLearning(recipe);
  const chance = 1 / new Set(captions.map(([name]) => name)).size;
  const right = Math.round(last.validationTop1! * captions.length);
  const found =
    `the loss ${last.loss < noLearning - LEAST_FALL ? 'fell' : 'came'} from ${noLearning.toFixed(2)} (no learning) to ${last.loss.toFixed(2)}, ` +
    `and ${right} of ${captions.length} images by designers it was not trained on have their own name (${percent(right / captions.length)}; ` +
    `guessing has ${percent(chance)}), after ${last.pairsSeen} pairs in ${minutes(last)}`;
  const learned =
    last.loss < noLearning - LEAST_FALL && (await binomialTest(right, captions.length, chance)) < GUESSING;
  if (learned) return { text: `${recipe.name} learns: ${found}`, last };
  throw new UserError(
    `${recipe.name} does not learn: ${found}; look at what changed in the model, the loss or the trainer.`,
  );
}

/** Below this, in nats, every pair of the batch is told from all others. */
const BY_HEART = 0.05;

/**
 * Trains on `count` pairs, all of them in every step, until it should know them by heart.
 * @throws UserError where it does not
 */
export async function overfitCheck(recipe: Recipe, count: number, options: CheckOptions): Promise<Verdict> {
  const { pairs: all } = await suitePairs();
  const pairs = pickPairs(all, distinctPairs(all, count));
  const last = await trainForCheck(recipe, { pairs, validation: pairs }, options);
  const found =
    `the loss came from ${Math.log(count).toFixed(2)} (no learning) to ${last.loss.toFixed(4)}, and ` +
    `${Math.round(last.validationTop1! * count)} of the images have their own name, after ${recipe.steps} steps in ${minutes(last)}`;
  if (last.loss < BY_HEART) return { text: `${recipe.name} knows ${count} pairs by heart: ${found}`, last };
  throw new UserError(
    `${recipe.name} does not learn ${count} pairs by heart: ${found}, where it should come below ${BY_HEART}; ` +
      'look at what changed in the model, the loss or the trainer.',
  );
}
