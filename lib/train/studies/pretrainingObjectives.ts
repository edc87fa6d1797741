import { LAB_CONTRASTIVE, labRecipe } from './labRecipe.js';
import type { Study } from './study.js';

/**
 * The paper's first choice of objective: it predicts captions, then their words, then only which caption goes with
 * which image.
 */
export const EFFICIENT_PRETRAINING: Study = {
  name: 'efficient-pretraining',
  question:
    'How many pairs does a caption language model, a bag of words and a contrastive objective need for equal zero-shot accuracy (Figure 2)?',
  runs: [
    { recipe: LAB_CONTRASTIVE, kept: true },
    { recipe: labRecipe('lab-bag-of-words', { objective: 'bag-of-words' }), kept: true },
    { recipe: labRecipe('lab-caption', { objective: 'caption' }), kept: true },
  ],
};

/**
 * Two views of an image must differ in more than its place for self-supervision to learn (Chen et al. 2020): colors and
 * mirroring as there, crops larger, since an icon fills its image.
 */
export const VIEWS = { smallestCrop: 0.4, colorJitter: 0.8, mirrored: 0.5 };

/** Encoders trained on the same images by other means than text, to compare features with. */
export const BASELINES: Study = {
  name: 'baselines',
  question: 'What do labels, or the images alone, teach the same encoder on the same images (Figure 10)?',
  runs: [
    { recipe: labRecipe('lab-supervised', { objective: 'supervised' }), kept: true },
    { recipe: labRecipe('lab-simclr', { objective: 'simclr', augmentation: VIEWS }), kept: true },
  ],
};
