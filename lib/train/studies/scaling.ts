import type { ModifiedResNetConfig, VisionTransformerConfig } from '../../models/clipConfig.js';
import { transformerShape } from '../../models/transformerShape.js';
import type { Recipe } from '../recipe.js';
import { LAB_CONTRASTIVE, labRecipe } from './labRecipe.js';
import type { Study } from './study.js';

const sized = (name: string, embedDim: number, vision: ModifiedResNetConfig | VisionTransformerConfig): Recipe =>
  labRecipe(name, { model: { embedDim, vision, text: { kind: 'cbow', contextLength: 16, width: embedDim } } });

const resNet = (name: string, layers: readonly number[], width: number, embedDim: number): Recipe =>
  sized(name, embedDim, { kind: 'modified-resnet', layers, width, heads: 8, imageSize: 32 });

const vit = (name: string, layers: number, heads: number, embedDim: number): Recipe =>
  sized(name, embedDim, { kind: 'vit', imageSize: 32, patchSize: 8, ...transformerShape(32 * heads, layers, heads) });

/**
 * As in the paper (sec 2.5) a ResNet grows in width, depth and text together; all see the same pairs. The middle one is
 * the lab's own.
 */
export const SCALING: Study = {
  name: 'scaling',
  question: "How does the average zero-shot error fall with the model's compute (Figure 9)?",
  runs: [
    resNet('zoo-rn-8', [1, 1, 1], 8, 64),
    resNet('zoo-rn-16', [1, 1, 1], 16, 128),
    LAB_CONTRASTIVE,
    resNet('zoo-rn-32', [1, 2, 2], 32, 256),
    resNet('zoo-rn-48', [2, 2, 2], 48, 256),
    vit('zoo-vit-64', 4, 2, 64),
    vit('zoo-vit-96', 4, 3, 128),
    vit('zoo-vit-128', 6, 4, 192),
  ].map((recipe) => ({ recipe, kept: true })),
};
