import { requireWhole } from '../io/requireWhole.js';
import type { ClipConfig, ModifiedResNetConfig, TextTransformerConfig, VisionTransformerConfig } from './clipConfig.js';
import { imageWidth } from './imageTower.js';
import { EXPANSION } from './modifiedResNet.js';
import { requireConfig } from './requireConfig.js';

/**
 * `layers` blocks over `tokens` tokens: the projections of attention, its two products of tokens with tokens, and the
 * MLP.
 */
function transformer(
  tokens: number,
  { width, layers, mlpWidth }: VisionTransformerConfig | TextTransformerConfig,
): number {
  const projections = tokens * (4 * width * width + 2 * width * mlpWidth);
  return layers * (projections + 2 * tokens * tokens * width);
}

function vision({ imageSize, patchSize, width, ...rest }: VisionTransformerConfig): number {
  const patches = (imageSize / patchSize) ** 2;
  return patches * 3 * patchSize ** 2 * width + transformer(patches + 1, { imageSize, patchSize, width, ...rest });
}

function bottleneck(side: number, stride: number, inputs: number, planes: number, reshapes: boolean): number {
  const outputs = planes * EXPANSION;
  const before = side ** 2;
  const after = (side / stride) ** 2;
  const shortcut = reshapes ? after * inputs * outputs : 0;
  return before * (inputs * planes + 9 * planes * planes) + after * planes * outputs + shortcut;
}

function resNet({ imageSize, layers, width }: ModifiedResNetConfig): number {
  let side = imageSize / 2;
  const half = width / 2;
  let sum = side ** 2 * 9 * (3 * half + half * half + half * width);
  side /= 2;
  let channels = width;
  layers.forEach((blocks, stage) => {
    const planes = width * 2 ** stage;
    for (let block = 0; block < blocks; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      sum += bottleneck(side, stride, channels, planes, block === 0);
      side /= stride;
      channels = planes * EXPANSION;
    }
  });
  const tokens = side ** 2 + 1;
  // As the layer is written: keys and values of every token, one query, and its products with both. `attentionPool`
  // does less.
  return sum + (2 * tokens + 1) * channels ** 2 + 2 * tokens * channels;
}

/**
 * Multiplications with an addition that one image costs the image tower, its projection included: what the paper calls
 * "GFLOPs per image" is this times 1e-9 (Figures 4, 9 and 10). Products of matrices and convolutions are counted;
 * norms, activations and additions, about 1 % together, are not. The paper's ResNets are up to 5 % above: their
 * attention pool worked out every position's query where the mean's alone is used.
 * @throws UserError where the configuration is none
 * @example
 * imageMultiplyAdds(RELEASED_CONFIGS['ViT-B/32']) / 1e9; // 4.4 billion an image
 */
export function imageMultiplyAdds(config: Omit<ClipConfig, 'text'>): number {
  requireConfig(config, ['vision']);
  const tower = config.vision.kind === 'vit' ? vision(config.vision) : resNet(config.vision);
  return tower + projection(imageWidth(config), config);
}

/** The same of a text of `tokens` tokens, start and end included; by default of as many as the model takes. */
export function textMultiplyAdds(config: ClipConfig, tokens: number = config.text.contextLength): number {
  requireWhole(tokens, 'the number of tokens', 1);
  const { text } = config;
  const tower = text.kind === 'transformer' ? transformer(tokens, text) : tokens * text.width;
  return tower + projection(text.width, config);
}

function projection(width: number, { embedDim, projection: hidden }: Omit<ClipConfig, 'text'>): number {
  return hidden ? hidden.width * (width + embedDim) : width * embedDim;
}

/**
 * What one pair costs a step of training: the forward pass of both towers and, for the gradients of activations and of
 * weights, twice as much again. The optimizer, and the batch's N x N similarities (N times `embedDim` a pair), are left
 * out.
 */
export function trainingMultiplyAdds(config: ClipConfig): number {
  return 3 * (imageMultiplyAdds(config) + textMultiplyAdds(config));
}
