import { transformerShape } from '../models/transformerShape.js';
import { MINI_RN } from './miniRn.js';
import type { Recipe } from './recipe.js';

/** The embedded mini-CLIP of transformers: ViT over patches of 12 of 48 pixels, and the paper's text transformer. */
export const MINI_VIT: Recipe = {
  ...MINI_RN,
  name: 'mini-vit',
  model: {
    ...MINI_RN.model,
    vision: { kind: 'vit', imageSize: 48, patchSize: 12, ...transformerShape(160, 6, 5) },
    text: { kind: 'transformer', contextLength: 16, ...transformerShape(128, 4, 4) },
  },
  steps: 1500,
  learningRate: 1e-3,
};
