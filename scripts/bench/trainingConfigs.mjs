import { findRecipe, RELEASED_CONFIGS } from 'cliplab';

/** A vocabulary of the size that the project's own byte pair encoding has. */
const VOCABULARY = 4610;

const transformer = { layers: 6, width: 192, heads: 3, mlpWidth: 768, activation: 'gelu', layerNormEpsilon: 1e-5 };

/**
 * The models whose training step is measured: their configuration, and how many pairs a step takes.
 * @type {Record<string, { config: any, batchSize: number, textLength: number }>}
 */
export const TRAINING_CONFIGS = {
  'mini-rn': {
    config: { ...findRecipe('mini-rn').model, text: { ...findRecipe('mini-rn').model.text, vocabSize: VOCABULARY } },
    batchSize: 768,
    textLength: 16,
  },
  'mini-vit': {
    config: {
      embedDim: 192,
      vision: { kind: 'vit', imageSize: 48, patchSize: 8, ...transformer },
      text: { kind: 'transformer', vocabSize: VOCABULARY, contextLength: 16, ...transformer, layers: 4 },
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
    batchSize: 256,
    textLength: 16,
  },
  'ViT-B/32': { config: RELEASED_CONFIGS['ViT-B/32'], batchSize: 16, textLength: 32 },
};

/** How all of them learn, on every side. The rate is small, so that both precisions go the same way. */
export const LEARNING = {
  learningRate: 1e-4,
  beta1: 0.9,
  beta2: 0.98,
  epsilon: 1e-6,
  weightDecay: 0.1,
  clipNorm: 1,
};
