import type { TransformerConfig } from './clipConfig.js';

/**
 * What all transformers of the paper have in common: MLPs of four times the width, QuickGELU, and a head for every 64
 * of the width unless told otherwise.
 */
export function transformerShape<Width extends number>(width: Width, layers: number, heads = width / 64) {
  return {
    width,
    layers,
    heads,
    mlpWidth: 4 * width,
    activation: 'quick_gelu',
    layerNormEpsilon: 1e-5,
  } as const satisfies TransformerConfig;
}
