import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadPairs } from '../../datasets/iconwit/loadPairs.js';
import type { PairSet } from '../../datasets/iconwit/pairSet.js';
import { watchZeroShot } from '../../eval/zeroShot/watchZeroShot.js';
import { cacheDirectory } from '../../io/projectPaths.js';
import { writeFileAtomic } from '../../io/writeFileAtomic.js';
import type { Clip } from '../../models/clip.js';
import type { BpeVocabulary } from '../../text/bpeVocabulary.js';
import { createTokenizer } from '../../text/createTokenizer.js';
import type { Tokenizer } from '../../text/tokenizer.js';
import { trainBpe } from '../../text/trainBpe.js';
import { loadVocabulary, saveVocabulary } from '../../text/vocabularyFiles.js';
import { METRICS_FILE, metricsToCsv, readMetrics, type Metrics } from '../../train/metricsLog.js';
import { findObjective } from '../../train/objectives/findObjective.js';
import { pairLabels } from '../../train/pairLabels.js';
import { objectiveName, type Recipe } from '../../train/recipe.js';
import { train } from '../../train/train.js';
import { pairsOfCommonNames } from '../../train/watchedPairs.js';
import { TRAINING_LOG_FILE } from '../../weights/modelFolder.js';
import { saveModel } from '../../weights/saveModel.js';

/** Images are kept at this size; the trainer crops and shrinks them. */
const IMAGE_SIZE = 64;

export interface TrainingData {
  readonly pairs: PairSet;
  /** Of the validation designers, all. */
  readonly validation: PairSet;
}

/** IconWIT in memory. @throws UserError where it is not built */
export async function loadTrainingData(): Promise<TrainingData> {
  return {
    pairs: await loadPairs({ split: 'train', imageSize: IMAGE_SIZE }),
    validation: await loadPairs({ split: 'validation', imageSize: IMAGE_SIZE }),
  };
}

/** The BPE of some pairs' captions, trained once and kept in the cache. */
async function vocabularyOf({ captions, hash }: PairSet, merges: number): Promise<BpeVocabulary> {
  const folder = join(cacheDirectory(), 'vocabularies', `${hash}-${merges}`);
  if (existsSync(join(folder, 'merges.txt'))) return loadVocabulary(folder);
  const vocabulary = trainBpe(captions.flat(), { merges, minFrequency: 2 });
  await saveVocabulary(folder, vocabulary);
  return vocabulary;
}

export interface Trained {
  /** What it was trained to do. */
  readonly objective: string;
  /** Whoever asked for it frees it. */
  readonly model: Clip;
  readonly vocabulary: BpeVocabulary;
  readonly tokenizer: Tokenizer;
  readonly metrics: readonly Metrics[];
}

/**
 * Trains a recipe on some pairs; a run found in `folder` goes on.
 * @param onMetrics gets each line of the log as it is written @throws as `train` does
 */
export async function trainRecipe(
  recipe: Recipe,
  { pairs, validation }: TrainingData,
  folder: string,
  precision: 'fp32' | 'bf16',
  onMetrics?: (metrics: Metrics) => void,
): Promise<Trained> {
  const vocabulary = await vocabularyOf(pairs, recipe.merges);
  const tokenizer = createTokenizer(vocabulary, recipe.model.text.contextLength);
  const objective = objectiveName(recipe);
  const watched = recipe.watchedNames === undefined ? validation : pairsOfCommonNames(validation, recipe.watchedNames);
  const model = await train({
    recipe,
    folder,
    pairs: findObjective(objective).needs.labels
      ? { ...pairs, labels: { ...pairLabels(pairs.captions, pairs.categories) } }
      : pairs,
    validation: watched,
    watch: watchZeroShot(objective, tokenizer, watched),
    tokenizer,
    precision,
    ...(onMetrics ? { onMetrics } : {}),
  });
  return { objective, model, vocabulary, tokenizer, metrics: await readMetrics(join(folder, METRICS_FILE)) };
}

/** Saves a trained model with its log beside the weights. */
export async function saveTrained(folder: string, { objective, model, vocabulary, metrics }: Trained): Promise<void> {
  await saveModel(folder, model, vocabulary, { objective });
  await writeFileAtomic(join(folder, TRAINING_LOG_FILE), metricsToCsv(metrics));
}
