import { MINI_RN } from './miniRn.js';
import type { Recipe } from './recipe.js';
import type { Repeats } from './repeatPairs.js';

/** Emoji and clip art are few among icons, and are what the suites ask for: they are drawn more often. */
const REPEATS: Repeats = {
  ...Object.fromEntries(['twemoji', 'emojione', 'emojione-v1', 'emojione-monotone'].map((set) => [set, 8])),
  openclipart: 6,
};

/**
 * The second mini-CLIP: `mini-rn` over 64 pixels for 48, with more layers. What it is trained for longer than, it would
 * learn by heart, so the images are cut smaller and their colors moved further.
 */
export const MINI_RN_2: Recipe = {
  ...MINI_RN,
  name: 'mini-rn-2',
  model: {
    ...MINI_RN.model,
    vision: { kind: 'modified-resnet', layers: [2, 3, 3], width: 32, heads: 8, imageSize: 64 },
  },
  steps: 3500,
  warmupSteps: 300,
  augmentation: { smallestCrop: 0.6, colorJitter: 0.4 },
  repeats: REPEATS,
  checkpointEvery: 250,
};
