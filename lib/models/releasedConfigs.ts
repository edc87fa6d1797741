import type { ClipConfig, ModifiedResNetConfig, VisionTransformerConfig } from './clipConfig.js';
import { transformerShape } from './transformerShape.js';

/**
 * What images are normalized by in every released model: mean and deviation of the pixels in 0..1 of its training set.
 */
export const RELEASED_NORMALIZATION = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
} as const satisfies Pick<ClipConfig, 'mean' | 'std'>;

function vit(imageSize: number, patchSize: number, width: number, layers: number): VisionTransformerConfig {
  return { kind: 'vit', imageSize, patchSize, ...transformerShape(width, layers) };
}

function resNet(imageSize: number, width: number, layers: readonly number[]): ModifiedResNetConfig {
  // The pool has a head for every 64 of the last stage's 32 * width channels.
  return { kind: 'modified-resnet', imageSize, width, layers, heads: width / 2 };
}

function clip(embedDim: number, vision: ClipConfig['vision'], textWidth: number): ClipConfig {
  return {
    embedDim,
    vision,
    text: { kind: 'transformer', vocabSize: 49_408, contextLength: 77, ...transformerShape(textWidth, 12) },
    ...RELEASED_NORMALIZATION,
  };
}

/** The nine released models by their names (paper Tables 19 and 20). */
export const RELEASED_CONFIGS = {
  RN50: clip(1024, resNet(224, 64, [3, 4, 6, 3]), 512),
  RN101: clip(512, resNet(224, 64, [3, 4, 23, 3]), 512),
  RN50x4: clip(640, resNet(288, 80, [4, 6, 10, 6]), 640),
  RN50x16: clip(768, resNet(384, 96, [6, 8, 18, 8]), 768),
  RN50x64: clip(1024, resNet(448, 128, [3, 15, 36, 10]), 1024),
  'ViT-B/32': clip(512, vit(224, 32, 768, 12), 512),
  'ViT-B/16': clip(512, vit(224, 16, 768, 12), 512),
  'ViT-L/14': clip(768, vit(224, 14, 1024, 24), 768),
  'ViT-L/14@336px': clip(768, vit(336, 14, 1024, 24), 768),
} as const satisfies Record<string, ClipConfig>;

/** The name of a released model. */
export type ReleasedName = keyof typeof RELEASED_CONFIGS;
