import { join } from 'node:path';
import { breathe, Interrupted } from '../io/interruption.js';
import { startProgress } from '../io/progress.js';
import { UserError } from '../io/userError.js';
import { withFileLock } from '../io/withFileLock.js';
import type { StepResult } from './applyGradients.js';
import { newestCheckpoint, restoreCheckpoint, saveCheckpoint, type RunVariables } from './checkpoint.js';
import { cosineSchedule } from './cosineSchedule.js';
import { createDivergenceGuard, type DivergenceGuard } from './divergenceGuard.js';
import { appendMetrics, METRICS_FILE, rewindMetrics, type Metrics } from './metricsLog.js';

/** What the loop needs to know of a recipe, whatever is trained by it. */
export interface LoopRecipe {
  readonly name: string;
  readonly batchSize: number;
  readonly steps: number;
  readonly warmupSteps: number;
  /** At its peak. */
  readonly learningRate: number;
  readonly checkpointEvery: number;
  /** How many checkpoints are kept, the newest. */
  readonly checkpointsKept: number;
  readonly evaluateEvery: number;
}

/** A step that was taken, and how long it waited for its batch. */
export type TakenStep = StepResult & { readonly waitedSeconds: number };

export interface LoopOptions {
  readonly recipe: LoopRecipe;
  /** Where checkpoints and the log are kept; a run found there goes on. */
  readonly folder: string;
  /** All that changes while it trains. */
  readonly variables: RunVariables;
  /** Takes one step; all that is random in it depends on its number alone. */
  readonly take: (step: number, learningRate: number) => TakenStep | Promise<TakenStep>;
  /** Told of each step that was taken and is sound, before its checkpoint. */
  readonly taken?: (step: number) => void;
  /** The log's accuracies. */
  readonly evaluate: () => Promise<Partial<Metrics>>;
  readonly logitScale: () => number;
  /** The loss of a model that tells nothing apart, in nats; by default what the first step had. */
  readonly lossOfNoLearning?: number | undefined;
  readonly warn?: ((message: string) => void) | undefined;
  /** Sees each line of the log as it is written, e.g. to draw it. */
  readonly onMetrics?: ((metrics: Metrics) => void | Promise<void>) | undefined;
}

const LOG_EVERY = 10;

/**
 * The loop of every training: learning rate, steps, log, checkpoints, and the watch over the loss. A run that was
 * stopped or killed goes on to the same next loss. A second process that trains in the same folder waits, and takes up
 * what the first has left.
 * @throws Interrupted when the user stops it, after the step under way and with a checkpoint
 * @throws UserError when the run diverges, naming its last good checkpoint
 */
export async function trainingLoop(options: LoopOptions): Promise<void> {
  return withFileLock(join(options.folder, 'run.lock'), () => loopAlone(options));
}

async function loopAlone(options: LoopOptions): Promise<void> {
  const { recipe, folder, variables } = options;
  const { batchSize, steps } = recipe;
  const restored = await restoreCheckpoint(folder, variables, options.warn ?? console.warn);
  const log = join(folder, METRICS_FILE);
  let step = restored?.step ?? 0;
  let trainedSeconds = restored?.trainedSeconds ?? 0;
  let firstLoss = restored?.firstLoss;
  await rewindMetrics(log, step);
  let waited = 0;
  let logged = { step, seconds: trainedSeconds };
  let noLearning = options.lossOfNoLearning;
  let guard: DivergenceGuard | undefined;
  const save = (): Promise<void> =>
    saveCheckpoint(folder, variables, { step, trainedSeconds, firstLoss }, recipe.checkpointsKept);
  const progress = startProgress(`train ${recipe.name} from step ${step}`, 'pairs', (steps - step) * batchSize);
  try {
    while (step < steps) {
      const started = performance.now();
      const learningRate = cosineSchedule(step, recipe.learningRate, recipe.warmupSteps, steps);
      const { loss, gradientNorm, fault, waitedSeconds } = await options.take(step, learningRate);
      waited += waitedSeconds;
      firstLoss ??= loss;
      noLearning ??= firstLoss;
      guard ??= createDivergenceGuard(noLearning);
      const wrong = fault ?? guard.observe(loss);
      if (wrong) throw await diverged(step, wrong, folder, recipe);
      options.taken?.(step);
      trainedSeconds += (performance.now() - started) / 1000;
      step++;
      const last = step === steps;
      const evaluated = last || step % recipe.evaluateEvery === 0;
      if (evaluated || step % LOG_EVERY === 0) {
        const metrics: Metrics = {
          step,
          pairsSeen: step * batchSize,
          trainedSeconds,
          loss,
          learningRate,
          gradientNorm,
          logitScale: options.logitScale(),
          inputWaitSeconds: waited,
          pairsPerSecond: ((step - logged.step) * batchSize) / (trainedSeconds - logged.seconds),
          ...(evaluated && (await options.evaluate())),
        };
        await appendMetrics(log, metrics);
        await options.onMetrics?.(metrics);
        waited = 0;
        logged = { step, seconds: trainedSeconds };
      }
      progress.advance(
        batchSize,
        `step ${step}/${steps}, loss ${loss.toFixed(3)} (${noLearning.toFixed(3)} is no learning)`,
      );
      // While the guard doubts the loss, the checkpoints from before are not pushed out by worse ones.
      if (last || (step % recipe.checkpointEvery === 0 && !guard.worried())) await save();
      await breathe();
    }
  } catch (error) {
    if (error instanceof Interrupted) await save();
    throw error;
  } finally {
    progress.finish();
  }
}

async function diverged(step: number, wrong: string, folder: string, recipe: LoopRecipe): Promise<UserError> {
  const good = await newestCheckpoint(folder);
  return new UserError(
    `training stopped at step ${step}: ${wrong}; ` +
      (good ? `the last good checkpoint is ${good}, ` : `there is no checkpoint in ${folder} yet, `) +
      `so lower the learning rate (${recipe.learningRate} at its peak) and ${good ? 'go on from it' : 'start again'}.`,
  );
}
