import { createRandom } from '../engine/random.js';
import { UserError } from '../io/userError.js';
import type { Clip } from '../models/clip.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { createBatchOrder } from './batchOrder.js';
import { drawBatch } from './drawBatch.js';
import type { Metrics } from './metricsLog.js';
import type { ObjectiveBatch } from './objective.js';
import { findObjective } from './objectives/findObjective.js';
import { objectiveName, type Recipe } from './recipe.js';
import { repeatPairs } from './repeatPairs.js';
import { requirePairs } from './requirePairs.js';
import { requireRecipe } from './requireRecipe.js';
import { shareOfPairs } from './shareOfPairs.js';
import { trainingLoop, type TakenStep } from './trainingLoop.js';
import { tokenizeCaptions, type TrainingPairs } from './trainingPairs.js';
import { createRun, disposeAllButModel, runVariables, type TrainingRun } from './trainingRun.js';
import { trainStep } from './trainStep.js';
import { watchNames, type Watch } from './watchNames.js';

/** What `train` needs, and what it tells. */
export interface TrainOptions {
  readonly recipe: Recipe;
  /** Where checkpoints and the log are kept; a run found there goes on. */
  readonly folder: string;
  readonly pairs: TrainingPairs;
  /** Designers kept aside, whose names are watched. Never the suite. */
  readonly validation: TrainingPairs;
  readonly tokenizer: Tokenizer;
  /** Measures the model where the log has accuracies; by default `watchNames` over the validation pairs. */
  readonly watch?: Watch;
  readonly precision: 'fp32' | 'bf16';
  readonly warn?: (message: string) => void;
  /** Sees each line of the log as it is written, e.g. to draw it. */
  readonly onMetrics?: (metrics: Metrics) => void | Promise<void>;
}

/** The log's accuracies, of the averaged weights where there are any. */
async function evaluate(
  run: TrainingRun,
  { tokenizer, validation, watch = watchNames(tokenizer, validation) }: TrainOptions,
): Promise<Partial<Metrics>> {
  const measure = (): ReturnType<Watch> => watch(run.model, run.extra);
  return run.average ? run.average.during(measure) : measure();
}

/**
 * Pre-training (paper sec 2.3 to 2.5, Figure 3) to the recipe's objective. Everything random depends on the recipe's
 * seed and the step alone, so a run that was stopped or killed goes on to the same next loss. Hands over the model,
 * with the averaged weights where the recipe has them averaged. A second process that trains in the same folder waits,
 * and takes up what the first has left.
 * @throws Interrupted when the user stops it, after the step under way and with a checkpoint
 * @throws UserError when the run diverges, naming its last good checkpoint, or where the recipe or the pairs are none
 * @example
 * const { pairs, validation } = await suitePairs();
 * const recipe = smokeRecipe(findRecipe('mini-rn'));
 * const vocabulary = trainBpe(pairs.captions.flat(), { merges: recipe.merges });
 * const tokenizer = createTokenizer(vocabulary, recipe.model.text.contextLength);
 * const precision = resolvePrecision('auto');
 * const model = await train({ recipe, folder: 'runs/mine', pairs, validation, tokenizer, precision });
 * await saveModel('models/mine', model, vocabulary);
 */
export async function train(options: TrainOptions): Promise<Clip> {
  const { recipe, folder, pairs, tokenizer, precision, warn, onMetrics } = options;
  requireRecipe(recipe);
  requirePairs(pairs, 'the training pairs');
  requirePairs(options.validation, 'the validation pairs');
  const random = createRandom(recipe.seed);
  const objective = findObjective(objectiveName(recipe));
  const { clipNorm, chunkSize, batchSize } = recipe;
  if (chunkSize !== undefined && !objective.chunkable)
    throw new UserError(
      `the recipe's chunkSize is for objectives that can be cut, such as contrastive, and not for ${objective.name}: leave it out.`,
    );
  const run = createRun(recipe, objective, tokenizer.vocabSize, random, pairs.labels);
  const { model, average } = run;
  const table = tokenizeCaptions(pairs.captions, tokenizer);
  const source = { pairs, table, config: model.config, recipe, objective };
  const epoch = shareOfPairs(repeatPairs(pairs.sets, recipe.repeats), recipe.pairsShare, random.fork('share'));
  const order = createBatchOrder(epoch, batchSize, random.fork('order'));
  const take = (step: number, learningRate: number): TakenStep => {
    let waitedSeconds = 0;
    const draw = (): ObjectiveBatch => {
      const asked = performance.now();
      const batch = drawBatch(source, order.batch(step), random.fork(`step ${step}`));
      waitedSeconds = (performance.now() - asked) / 1000;
      return batch;
    };
    const result = trainStep(run, objective, draw, { precision, learningRate, clipNorm, step, chunkSize });
    return { ...result, waitedSeconds };
  };
  try {
    await trainingLoop({
      ...{ recipe, folder, take, warn, onMetrics },
      variables: runVariables(run),
      taken: (step) => average?.update(step),
      evaluate: () => evaluate(run, options),
      logitScale: () => model.logitScale(),
      lossOfNoLearning: objective.lossOfNoLearning?.(batchSize),
    });
    average?.adopt();
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    disposeAllButModel(run);
  }
}
