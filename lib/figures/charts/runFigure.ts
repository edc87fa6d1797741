import type { Metrics } from '../../train/metricsLog.js';
import { findObjective } from '../../train/objectives/findObjective.js';
import { objectiveName, type Recipe } from '../../train/recipe.js';
import type { Figure } from '../figure.js';
import { trainingFigure, type TrainingOptions } from './trainingFigure.js';

/**
 * A run's log as it stands: loss and accuracy against the pairs seen, with the contrastive loss of no learning,
 * ln(batch size), as a line to fall from. Drawn again with every line of the log it is the live figure of a run.
 * @example
 * const recipe = findRecipe('mini-rn');
 * show(runFigure(await readTrainingLog('mini-rn'), recipe));
 */
export function runFigure(metrics: readonly Metrics[], recipe: Recipe, options: TrainingOptions = {}): Figure {
  const rows = metrics.map(({ pairsSeen, loss, validationTop1 = null }) => ({
    pairsSeen,
    loss,
    accuracy: validationTop1,
  }));
  const lossAtChance = findObjective(objectiveName(recipe)).lossOfNoLearning?.(recipe.batchSize);
  return trainingFigure(rows, {
    name: recipe.name,
    ...(lossAtChance === undefined ? {} : { lossAtChance }),
    accuracyLabel: "top-1 over the validation images' names",
    ...options,
  });
}
