import type { Recipe } from './recipe.js';

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
  steps: 3500,
  warmupSteps: 150,
  learningRate: 2e-3,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-6,
  clipNorm: 1,
  augmentation: { smallestCrop: 0.75 },
  mainCaption: 0.5,
  checkpointEvery: 100,
  checkpointsKept: 3,
  evaluateEvery: 250,
};
