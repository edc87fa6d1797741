import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suitePairs } from '../../datasets/suite/suitePairs.js';
import { resolvePrecision } from '../../engine/precision.js';
import type { Metrics } from '../../train/metricsLog.js';
import type { Recipe } from '../../train/recipe.js';
import { trainRecipe } from './trainingJob.js';

/** So many of the most frequent names are asked for while it trains. */
const NAMES = 64;

/**
 * Trains a recipe to be watched, on the pairs that every clone has; the model is thrown away.
 * @param recipe e.g. a `smokeRecipe` @param onLog gets the log so far with each new line of it
 * @returns the whole log
 * @throws as `train` does
 * @example
 * const recipe = smokeRecipe(findRecipe('lab-contrastive'));
 * await trainLive(recipe, (log) => show(`loss ${log[log.length - 1].loss}`));
 */
export async function trainLive(recipe: Recipe, onLog: (log: readonly Metrics[]) => void): Promise<Metrics[]> {
  const log: Metrics[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'cliplab-live-'));
  try {
    const watched = { ...recipe, watchedNames: NAMES };
    const { model } = await trainRecipe(watched, await suitePairs(), folder, resolvePrecision('auto'), (metrics) => {
      log.push(metrics);
      onLog(log);
    });
    model.dispose();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return log;
}
