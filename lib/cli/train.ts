import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadPairs } from '../datasets/iconwit/loadPairs.js';
import { resolvePrecision } from '../engine/precision.js';
import { cacheDirectory, dataDirectory } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import type { BpeVocabulary } from '../text/bpeVocabulary.js';
import { createTokenizer } from '../text/createTokenizer.js';
import { trainBpe } from '../text/trainBpe.js';
import { loadVocabulary, saveVocabulary } from '../text/vocabularyFiles.js';
import { metricsToCsv, readMetrics } from '../train/metricsLog.js';
import { findRecipe } from '../train/recipes.js';
import { METRICS_FILE, train } from '../train/train.js';
import { TRAINING_LOG_FILE } from '../weights/modelFolder.js';
import { saveModel } from '../weights/saveModel.js';
import { precisionFlag } from './precisionFlag.js';
import { stopOnInterrupt } from './stopOnInterrupt.js';

/** Pictures are kept at this size; the trainer crops and shrinks them. */
const IMAGE_SIZE = 64;
/** Pairs of the validation designers that training watches. */
const WATCHED_PAIRS = 2000;

interface TrainFlags {
  readonly steps?: string;
  readonly folder?: string;
  readonly out?: string;
  readonly precision: string;
  readonly json?: boolean;
}

async function vocabularyOf(folder: string, captions: readonly string[], merges: number): Promise<BpeVocabulary> {
  if (existsSync(join(folder, 'merges.txt'))) return loadVocabulary(folder);
  const vocabulary = trainBpe(captions, { merges, minFrequency: 2 });
  await saveVocabulary(folder, vocabulary);
  return vocabulary;
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

  const pairs = await loadPairs({ split: 'train', imageSize: IMAGE_SIZE });
  const validation = await loadPairs({ split: 'validation', imageSize: IMAGE_SIZE, limit: WATCHED_PAIRS });
  const vocabulary = await vocabularyOf(folder, pairs.captions.flat(), recipe.merges);
  const tokenizer = createTokenizer(vocabulary, recipe.model.text.contextLength);

  stopOnInterrupt();
  const model = await train({
    recipe,
    folder,
    pairs,
    validation,
    tokenizer,
    precision,
  });
  await saveModel(out, model, vocabulary);
  const metrics = await readMetrics(join(folder, METRICS_FILE));
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
