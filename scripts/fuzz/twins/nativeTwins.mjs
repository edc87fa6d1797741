import { gelu, geluGradient, quickGelu } from './activationTwins.mjs';
import { attention, attentionGradient, selfAttention, selfAttentionGradient } from './attentionTwins.mjs';
import { crop } from './cropTwin.mjs';
import { linear } from './linearTwin.mjs';
import { batchNorm, batchNormGradient, layerNorm, layerNormGradient } from './normalizationTwins.mjs';
import { adamW, movingAverage, sumOfSquares } from './optimizerTwins.mjs';
import { softmaxLoss } from './softmaxLossTwin.mjs';

/**
 * The twin of every kernel; a gradient's says only when it must refuse, and how its first output is shaped.
 * @type {Record<string, import('./twin.mjs').Twin>}
 */
export const NATIVE_TWINS = {
  CliplabGelu: gelu,
  CliplabQuickGelu: quickGelu,
  CliplabGeluGrad: geluGradient,
  CliplabQuickGeluGrad: geluGradient,
  CliplabLayerNorm: layerNorm,
  CliplabLayerNormGrad: layerNormGradient,
  CliplabLinear: linear,
  CliplabAttention: attention,
  CliplabAttentionGrad: attentionGradient,
  CliplabSelfAttention: selfAttention,
  CliplabSelfAttentionGrad: selfAttentionGradient,
  CliplabBatchNorm: batchNorm,
  CliplabBatchNormGrad: batchNormGradient,
  CliplabSoftmaxLoss: softmaxLoss,
  CliplabSumOfSquares: sumOfSquares,
  CliplabMovingAverage: movingAverage,
  CliplabAdamW: adamW,
  CliplabCrop: crop,
};
