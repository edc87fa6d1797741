import type { Recipe } from './recipe.js';
import type { Repeats } from './repeatPairs.js';

/**
 * One pair in 24 of IconWIT is an emoji. Drawn six times as often they are one in five, and are learned among their
 * own: in short runs the names of a validation designer's emoji were three times as often right (22.7 % for 7.5 %), at
 * a tenth to a third fewer of the icons' names (`data/models/mini-rn`).
 */
const EMOJI_SETS = ['openmoji', 'twemoji', 'emojione', 'emojione-v1', 'emojione-monotone', 'streamline-emojis'];
const EMOJI_REPEATS: Repeats = Object.fromEntries(EMOJI_SETS.map((set) => [set, 6]));

/** The embedded mini-CLIP: a ModifiedResNet of three stages over 48 pixels, and a bag of words. */
export const MINI_RN: Recipe = {
  name: 'mini-rn',
  model: {
    embedDim: 256,
    vision: { kind: 'modified-resnet', layers: [1, 2, 2], width: 32, heads: 8, imageSize: 48 },
    text: { kind: 'cbow', contextLength: 16, width: 256 },
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
  },
  merges: 4096,
  seed: 1,
  batchSize: 768,
  steps: 4000,
  warmupSteps: 150,
  learningRate: 2e-3,
  weightDecay: 0.2,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-6,
  clipNorm: 1,
  augmentation: { smallestCrop: 0.7, colorJitter: 0.3 },
  repeats: EMOJI_REPEATS,
  mainCaption: 0.5,
  checkpointEvery: 100,
  checkpointsKept: 3,
  evaluateEvery: 500,
};
