import { join } from 'node:path';
import type { Command } from 'commander';
import { resolvePrecision } from '../engine/precision.js';
import { cacheDirectory, dataDirectory } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { metricsToCsv } from '../train/metricsLog.js';
import { findRecipe } from '../train/recipes.js';
import { TRAINING_LOG_FILE } from '../weights/modelFolder.js';
import { saveModel } from '../weights/saveModel.js';
import { precisionFlag } from './precisionFlag.js';
import { stopOnInterrupt } from './stopOnInterrupt.js';
import { loadTrainingData, trainRecipe } from './trainingJob.js';

interface TrainFlags {
  readonly steps?: string;
  readonly folder?: string;
  readonly out?: string;
  readonly precision: string;
  readonly json?: boolean;
}

async function runTraining(name: string, flags: TrainFlags): Promise<void> {
  const found = findRecipe(name);
  const steps = flags.steps === undefined ? found.steps : Number(flags.steps);
  if (!Number.isInteger(steps) || steps < 1)
    throw new UserError(`--steps ${flags.steps} is not a positive whole number.`);
  const recipe = { ...found, steps, warmupSteps: Math.min(found.warmupSteps, Math.ceil(steps / 10)) };
  const precision = resolvePrecision(precisionFlag(flags.precision));
  const folder = flags.folder ?? join(cacheDirectory(), 'runs', name);
  const out = flags.out ?? join(dataDirectory(), 'models', name);

  stopOnInterrupt();
  const { model, vocabulary, metrics } = await trainRecipe(recipe, await loadTrainingData(), folder, precision);
  await saveModel(out, model, vocabulary);
  await writeFileAtomic(join(out, TRAINING_LOG_FILE), metricsToCsv(metrics));
  model.dispose();
  const last = metrics.at(-1)!;
  process.stdout.write(
    flags.json
      ? JSON.stringify({ model: out, ...last }) + '\n'
      : `${name}: ${last.pairsSeen} pairs in ${(last.trainedSeconds / 60).toFixed(1)} minutes, loss ${last.loss.toFixed(3)}, ` +
          `${(100 * (last.validationTop1 ?? 0)).toFixed(1)} % top-1 over the validation designers' names; saved in ${out}\n`,
  );
}

/** `cliplab train`: pre-trains a model from its recipe; stopped or killed, the same command goes on. */
export function registerTrain(program: Command): void {
  program
    .command('train')
    .description('pre-train a model on IconWIT from its recipe; the same command resumes a run that was stopped')
    .argument('<recipe>', 'e.g. mini-rn')
    .option('--steps <count>', "train for this many steps in place of the recipe's")
    .option('--folder <path>', 'where checkpoints and the log are kept (default: the cache)')
    .option('--out <path>', 'where the finished model is saved (default: data/models/<recipe>)')
    .option('--precision <name>', 'auto, fp32 or bf16', 'auto')
    .option('--json', 'print the result as one line of JSON')
    .action(runTraining);
}
