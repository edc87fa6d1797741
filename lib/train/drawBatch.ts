import type { Random } from '../engine/random.js';
import { tf, type Tensor1D } from '../engine/tf.js';
import type { ClipConfig } from '../models/clipConfig.js';
import { cropBatch, drawCaptions } from './assembleBatch.js';
import type { Objective, ObjectiveBatch } from './objective.js';
import type { Recipe } from './recipe.js';
import type { TokenTable, TrainingPairs } from './trainingPairs.js';

/** What batches are drawn from. */
export interface BatchSource {
  readonly pairs: TrainingPairs;
  readonly table: TokenTable;
  readonly config: ClipConfig;
  readonly recipe: Recipe;
  readonly objective: Objective;
}

/** The batch of the pairs at `indices`: crops and captions as the generator draws them. Hands over its tensors. */
export function drawBatch(source: BatchSource, indices: Uint32Array, random: Random): ObjectiveBatch {
  const { pairs, table, config, recipe, objective } = source;
  const crop = (): ObjectiveBatch['pixels'] => cropBatch(pairs.images, indices, config, recipe.augmentation, random);
  const pixels = crop();
  const tokens = drawCaptions(table, indices, recipe.mainCaption, random);
  const drawn: ObjectiveBatch = objective.needs.otherPixels
    ? { pixels, tokens, otherPixels: crop() }
    : { pixels, tokens };
  return objective.needs.labels ? { ...drawn, labels: gatherLabels(pairs, indices) } : drawn;
}

function gatherLabels({ labels = {} }: TrainingPairs, indices: Uint32Array): Record<string, Tensor1D> {
  return Object.fromEntries(
    Object.entries(labels).map(([set, { of }]) => [
      set,
      tf.tensor1d(
        Int32Array.from(indices, (k) => of[k]!),
        'int32',
      ),
    ]),
  );
}
