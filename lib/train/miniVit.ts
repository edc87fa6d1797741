import { MINI_RN } from './miniRn.js';
import type { Recipe } from './recipe.js';

/** The embedded mini-CLIP of transformers: ViT over patches of 12 of 48 pixels, and the paper's text transformer. */
export const MINI_VIT: Recipe = {
  ...MINI_RN,
  name: 'mini-vit',
  model: {
    ...MINI_RN.model,
    vision: {
      kind: 'vit',
      imageSize: 48,
      patchSize: 12,
      width: 160,
      layers: 6,
      heads: 5,
      mlpWidth: 640,
      activation: 'quick_gelu',
      layerNormEpsilon: 1e-5,
    },
    text: {
      kind: 'transformer',
      contextLength: 16,
      width: 128,
      layers: 4,
      heads: 4,
      mlpWidth: 512,
      activation: 'quick_gelu',
      layerNormEpsilon: 1e-5,
    },
  },
  steps: 1500,
  learningRate: 1e-3,
};
