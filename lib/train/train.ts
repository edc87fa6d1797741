import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { createRandom } from '../engine/random.js';
import { breathe, Interrupted } from '../io/interruption.js';
import { startProgress } from '../io/progress.js';
import { UserError } from '../io/userError.js';
import { initialiseClip, type Clip } from '../models/clip.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { createAdamW } from './adamW.js';
import { cropImages, drawCaptions } from './assembleBatch.js';
import { createBatchOrder } from './batchOrder.js';
import { restoreCheckpoint, saveCheckpoint } from './checkpoint.js';
import { cosineSchedule } from './cosineSchedule.js';
import { appendMetrics, rewindMetrics, type Metrics } from './metricsLog.js';
import { nameAccuracy } from './nameAccuracy.js';
import { modelConfig, type Recipe } from './recipe.js';
import { repeatPairs } from './repeatPairs.js';
import { tokenizeCaptions, type TrainingPairs } from './trainingPairs.js';
import { trainStep } from './trainStep.js';

export interface TrainOptions {
  readonly recipe: Recipe;
  /** Where checkpoints and the log are kept; a run found there goes on. */
  readonly folder: string;
  readonly pairs: TrainingPairs;
  /** Designers kept aside, whose names are watched. Never the suite. */
  readonly validation: TrainingPairs;
  readonly tokenizer: Tokenizer;
  readonly precision: 'fp32' | 'bf16';
  readonly warn?: (message: string) => void;
}

/** The log's file in a run's folder. */
export const METRICS_FILE = 'metrics.jsonl';

const LOG_EVERY = 10;

/**
 * Contrastive pre-training (paper sec 2.3 to 2.5, Figure 3). Everything random depends on the recipe's seed and the step
 * alone, so a run that was stopped or killed goes on to the same next loss. Hands over the model.
 * @throws Interrupted when the user stops it, after the step under way and with a checkpoint
 * @throws UserError when a loss is not finite; the last checkpoint is sound
 */
export async function train(options: TrainOptions): Promise<Clip> {
  const { recipe, folder, pairs, tokenizer, precision } = options;
  await mkdir(folder, { recursive: true });
  const random = createRandom(recipe.seed);
  const model = initialiseClip(modelConfig(recipe, tokenizer.vocabSize), random.fork('parameters'));
  const optimizer = createAdamW(model.parameters.trainable(), recipe);
  const restored = await restoreCheckpoint(folder, model, optimizer, options.warn ?? console.warn);
  const log = join(folder, METRICS_FILE);
  await rewindMetrics(log, restored?.step ?? 0);

  const table = tokenizeCaptions(pairs.captions, tokenizer);
  const order = createBatchOrder(repeatPairs(pairs.sets, recipe.repeats), recipe.batchSize, random.fork('order'));
  let step = restored?.step ?? 0;
  const progress = startProgress(`train ${recipe.name} from step ${step}`, 'steps', recipe.steps - step);
  let trainedSeconds = restored?.trainedSeconds ?? 0;
  try {
    while (step < recipe.steps) {
      const started = performance.now();
      const indices = order.batch(step);
      const draw = random.fork(`step ${step}`);
      const pixels = cropImages(pairs.images, indices, model.config, recipe.augmentation, draw);
      const tokens = drawCaptions(table, indices, recipe.mainCaption, draw);
      const learningRate = cosineSchedule(step, recipe.learningRate, recipe.warmupSteps, recipe.steps);
      const { loss, gradientNorm } = trainStep(model, optimizer, pixels, tokens, {
        precision,
        learningRate,
        clipNorm: recipe.clipNorm,
        step,
      });
      pixels.dispose();
      tokens.dispose();
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
        throw new UserError(
          `training stopped at step ${step}: the loss is ${loss} and the gradient's norm ${gradientNorm}; ` +
            `the checkpoints in ${folder} are sound, so lower the learning rate (${learningRate}) and go on from them.`,
        );
      trainedSeconds += (performance.now() - started) / 1000;
      step++;
      const last = step === recipe.steps;
      const evaluated = last || step % recipe.evaluateEvery === 0;
      if (evaluated || step % LOG_EVERY === 0) {
        const measured = evaluated ? nameAccuracy(model, tokenizer, options.validation) : undefined;
        const metrics: Metrics = {
          step,
          pairsSeen: step * recipe.batchSize,
          trainedSeconds,
          loss,
          learningRate,
          gradientNorm,
          logitScale: model.logitScale(),
          ...(measured && { validationTop1: measured.top1, validationTop5: measured.top5 }),
        };
        await appendMetrics(log, metrics);
      }
      progress.advance(1, `loss ${loss.toFixed(3)} (${Math.log(recipe.batchSize).toFixed(3)} is no learning)`);
      if (last || step % recipe.checkpointEvery === 0)
        await saveCheckpoint(folder, model, optimizer, { step, trainedSeconds });
      await breathe();
    }
    return model;
  } catch (error) {
    if (error instanceof Interrupted) await saveCheckpoint(folder, model, optimizer, { step, trainedSeconds });
    model.dispose();
    throw error;
  } finally {
    progress.finish();
    optimizer.dispose();
  }
}
