import { transformerShape } from '../../models/transformerShape.js';
import { LAB_CONTRASTIVE, labRecipe } from './labRecipe.js';
import { VIEWS } from './pretrainingObjectives.js';
import type { Study } from './study.js';

/** The same pairs in batches of another size: as many pairs in all, so fewer or more steps. */
const withBatch = (batchSize: number, steps: number) =>
  labRecipe(`lab-batch-${batchSize}`, {
    batchSize,
    steps,
    warmupSteps: steps / 10,
    evaluateEvery: Math.max(25, steps / 16),
    checkpointEvery: steps / 4,
  });

/**
 * The paper's choices of training (sec 2.3 to 2.5) and the two directions of its limitations (sec 6), changed one at a
 * time.
 */
export const ABLATIONS: Study = {
  name: 'ablations',
  question: 'What does each choice of the training do to zero-shot accuracy, all else equal (sec 2.3 to 2.5, sec 6)?',
  runs: [
    { recipe: LAB_CONTRASTIVE, kept: true, change: 'unchanged' },
    ...[
      {
        change: 'non-linear projection',
        recipe: labRecipe('lab-mlp-projection', { model: { projection: { kind: 'mlp', width: 384 } } }),
      },
      { change: 'stronger augmentation', recipe: labRecipe('lab-stronger-augmentation', { augmentation: VIEWS }) },
      {
        change: 'text: transformer for CBOW',
        recipe: labRecipe('lab-text-transformer', {
          model: {
            text: { kind: 'transformer', contextLength: 16, ...transformerShape(192, 4, 3) },
          },
        }),
      },
      {
        change: 'temperature fixed at 1/0.07',
        recipe: labRecipe('lab-fixed-temperature', { fixedTemperature: 0.07 }),
      },
      { change: 'batches of 128 for 512', recipe: withBatch(128, 3200) },
      { change: 'batches of 2,048 for 512', recipe: withBatch(2048, 200) },
      {
        change: 'ViT for ResNet',
        recipe: labRecipe('lab-vit', {
          model: {
            vision: { kind: 'vit', imageSize: 32, patchSize: 8, ...transformerShape(112, 4, 4) },
          },
        }),
      },
      {
        change: 'contrastive + generative',
        recipe: labRecipe('lab-contrastive-caption', { objective: 'contrastive+caption' }),
      },
      {
        change: 'contrastive + self-supervision',
        recipe: labRecipe('lab-contrastive-simclr', { objective: 'contrastive+simclr' }),
      },
    ].map((run) => ({ ...run, kept: false })),
  ],
};
