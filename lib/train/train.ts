import { join } from 'node:path';
import { createRandom } from '../engine/random.js';
import { breathe, Interrupted } from '../io/interruption.js';
import { startProgress } from '../io/progress.js';
import { UserError } from '../io/userError.js';
import { withFileLock } from '../io/withFileLock.js';
import type { Clip } from '../models/clip.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { createBatchOrder } from './batchOrder.js';
import { newestCheckpoint, restoreCheckpoint, saveCheckpoint } from './checkpoint.js';
import { cosineSchedule } from './cosineSchedule.js';
import { createDivergenceGuard, type DivergenceGuard } from './divergenceGuard.js';
import { drawBatch } from './drawBatch.js';
import { appendMetrics, rewindMetrics, type Metrics } from './metricsLog.js';
import { findObjective } from './objectives/findObjective.js';
import { objectiveName, type Recipe } from './recipe.js';
import { repeatPairs } from './repeatPairs.js';
import { requirePairs } from './requirePairs.js';
import { requireRecipe } from './requireRecipe.js';
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

/** The log's file in a run's folder. */
export const METRICS_FILE = 'metrics.jsonl';

const LOG_EVERY = 10;

/** The loss of a model that tells nothing apart, in nats: known for the contrastive one, else what the first step had. */
function lossOfNoLearning(recipe: Recipe, first: number): number {
  return objectiveName(recipe) === 'contrastive' ? Math.log(recipe.batchSize) : first;
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
 * Pre-training (paper sec 2.3 to 2.5, Figure 3) to the recipe's objective. Everything random depends on the recipe's seed and the step
 * alone, so a run that was stopped or killed goes on to the same next loss. Hands over the model, with the averaged weights where the
 * recipe has them averaged. A second process that trains in the same folder waits, and takes up what the first has left.
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
  return withFileLock(join(options.folder, 'run.lock'), () => trainAlone(options));
}

async function trainAlone(options: TrainOptions): Promise<Clip> {
  const { recipe, folder, pairs, tokenizer, precision } = options;
  requireRecipe(recipe);
  requirePairs(pairs, 'the training pairs');
  requirePairs(options.validation, 'the validation pairs');
  const random = createRandom(recipe.seed);
  const objective = findObjective(objectiveName(recipe));
  if (recipe.chunkSize !== undefined && objective.name !== 'contrastive')
    throw new UserError(
      `the recipe's chunkSize is for the objective contrastive and not for ${objective.name}: leave it out, or use accumulate.`,
    );
  const run = createRun(recipe, objective, tokenizer.vocabSize, random, pairs.labels);
  const { model } = run;
  const restored = await restoreCheckpoint(folder, runVariables(run), options.warn ?? console.warn);
  const log = join(folder, METRICS_FILE);
  await rewindMetrics(log, restored?.step ?? 0);

  const table = tokenizeCaptions(pairs.captions, tokenizer);
  const source = { pairs, table, config: model.config, recipe, objective };
  const order = createBatchOrder(repeatPairs(pairs.sets, recipe.repeats), recipe.batchSize, random.fork('order'));
  const batches = recipe.accumulate ?? 1;
  const pairsPerStep = batches * recipe.batchSize;
  let step = restored?.step ?? 0;
  let trainedSeconds = restored?.trainedSeconds ?? 0;
  let waited = 0;
  let logged = { step, seconds: trainedSeconds };
  let firstLoss = restored?.firstLoss;
  let noLearning: number | undefined;
  let guard: DivergenceGuard | undefined;
  const progress = startProgress(
    `train ${recipe.name} from step ${step}`,
    'pairs',
    (recipe.steps - step) * pairsPerStep,
  );
  try {
    while (step < recipe.steps) {
      const started = performance.now();
      const draw = (k: number) => () => {
        const asked = performance.now();
        const generator = random.fork(k === 0 ? `step ${step}` : `step ${step} batch ${k}`);
        const batch = drawBatch(source, order.batch(step * batches + k), generator);
        waited += (performance.now() - asked) / 1000;
        return batch;
      };
      const learningRate = cosineSchedule(step, recipe.learningRate, recipe.warmupSteps, recipe.steps);
      const drawn = Array.from({ length: batches }, (_, k) => draw(k));
      const { clipNorm, chunkSize } = recipe;
      const result = trainStep(run, objective, drawn, { precision, learningRate, clipNorm, step, chunkSize });
      const { loss, gradientNorm, fault } = result;
      firstLoss ??= loss;
      noLearning ??= lossOfNoLearning(recipe, firstLoss);
      guard ??= createDivergenceGuard(noLearning);
      const wrong = fault ?? guard.observe(loss);
      if (wrong) throw await diverged(step, wrong, folder, recipe);
      run.average?.update(step);
      trainedSeconds += (performance.now() - started) / 1000;
      step++;
      const last = step === recipe.steps;
      const evaluated = last || step % recipe.evaluateEvery === 0;
      if (evaluated || step % LOG_EVERY === 0) {
        const metrics: Metrics = {
          step,
          pairsSeen: step * pairsPerStep,
          trainedSeconds,
          loss,
          learningRate,
          gradientNorm,
          logitScale: model.logitScale(),
          inputWaitSeconds: waited,
          pairsPerSecond: ((step - logged.step) * pairsPerStep) / (trainedSeconds - logged.seconds),
          ...(evaluated && (await evaluate(run, options))),
        };
        await appendMetrics(log, metrics);
        await options.onMetrics?.(metrics);
        waited = 0;
        logged = { step, seconds: trainedSeconds };
      }
      progress.advance(
        pairsPerStep,
        `step ${step}/${recipe.steps}, loss ${loss.toFixed(3)} (${noLearning.toFixed(3)} is no learning)`,
      );
      // While the guard doubts the loss, the checkpoints from before are not pushed out by worse ones.
      if (last || (step % recipe.checkpointEvery === 0 && !guard.worried()))
        await saveCheckpoint(folder, runVariables(run), { step, trainedSeconds, firstLoss }, recipe.checkpointsKept);
      await breathe();
    }
    run.average?.adopt();
    return model;
  } catch (error) {
    if (error instanceof Interrupted)
      await saveCheckpoint(folder, runVariables(run), { step, trainedSeconds, firstLoss }, recipe.checkpointsKept);
    model.dispose();
    throw error;
  } finally {
    progress.finish();
    disposeAllButModel(run);
  }
}

async function diverged(step: number, wrong: string, folder: string, { learningRate }: Recipe): Promise<UserError> {
  const good = await newestCheckpoint(folder);
  return new UserError(
    `training stopped at step ${step}: ${wrong}; ` +
      (good ? `the last good checkpoint is ${good}, ` : `there is no checkpoint in ${folder} yet, `) +
      `so lower the learning rate (${learningRate} at its peak) and ${good ? 'go on from it' : 'start again'}.`,
  );
}
