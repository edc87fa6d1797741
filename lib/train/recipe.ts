import { requireWhole } from '../io/requireWhole.js';
import type { CbowConfig, ClipConfig, TextTransformerConfig } from '../models/clipConfig.js';
import type { Augmentation } from './assembleBatch.js';
import type { Repeats } from './repeatPairs.js';

/** Everything that makes a training run, as data: change a field and it is another run. */
export interface Recipe {
  readonly name: string;
  /** The model, but for the size of the vocabulary, which is known once the BPE is trained. */
  readonly model: Omit<ClipConfig, 'text'> & {
    readonly text: Omit<CbowConfig, 'vocabSize'> | Omit<TextTransformerConfig, 'vocabSize'>;
  };
  /** Merges of the byte pair encoding that is trained on the captions. */
  readonly merges: number;
  readonly seed: number;
  /** Pairs a step; each image's negatives are the other pairs of its batch. */
  readonly batchSize: number;
  readonly steps: number;
  readonly warmupSteps: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Gradients are scaled down to this norm, all together. */
  readonly clipNorm: number;
  readonly augmentation: Augmentation;
  /** Icon sets whose pairs are drawn more than once in an epoch. */
  readonly repeats?: Repeats;
  /** Only so much of the pairs is trained on, above 0 up to 1, the same for a seed; all where it is left out. */
  readonly pairsShare?: number;
  /** How often an image is paired with its main caption, 0..1; else with one of its other captions. */
  readonly mainCaption: number;
  /** What the model is trained to do, by its name in `findObjective`; contrastive where it is left out. */
  readonly objective?: string;
  /**
   * A contrastive batch is encoded in chunks of this many pairs, all of it still compared with all of it: for batches
   * that do not fit into memory. Whole where it is left out.
   */
  readonly chunkSize?: number;
  /**
   * How much a step keeps of the weights' moving average, which is then evaluated and saved, e.g. 0.999; no average
   * where it is left out.
   */
  readonly averageDecay?: number;
  /** The temperature stays this number, above 0; else it is learned, from 0.07 on. */
  readonly fixedTemperature?: number;
  /**
   * Training watches the images of so many names only, those most frequent with the validation designers; all where it
   * is left out. For objectives that read every image with every name.
   */
  readonly watchedNames?: number;
  readonly checkpointEvery: number;
  /** How many checkpoints are kept, the newest. */
  readonly checkpointsKept: number;
  readonly evaluateEvery: number;
}

/**
 * The recipe's model, with the trained vocabulary's size.
 * @throws UserError where that is no count
 * @example
 * const recipe = findRecipe('mini-vit');
 * const model = initializeClip(modelConfig(recipe, recipe.merges + 514), createRandom(recipe.seed));
 */
export function modelConfig({ model }: Recipe, vocabSize: number): ClipConfig {
  requireWhole(vocabSize, 'the size of the vocabulary', 1);
  return { ...model, text: { ...model.text, vocabSize } };
}

/** What the recipe trains for, by its name in `findObjective`. */
export function objectiveName({ objective = 'contrastive' }: Recipe): string {
  return objective;
}
