import type { ClipConfig, TransformerConfig } from './clipConfig.js';
import { imageWidth } from './imageTower.js';
import { layerNormSpec, prefixed, trained, zeroBiasedLinearSpec, type ParameterSpec } from './parameterSpec.js';
import { transformerSpec } from './transformer.js';

/** The transformer that writes captions, as data. */
export interface CaptionDecoderConfig extends TransformerConfig {
  readonly vocabSize: number;
  /** Tokens a caption may have, start and end included. */
  readonly contextLength: number;
  /** Size of the image features it attends to. */
  readonly imageWidth: number;
}

/** Layers of a decoder beside a bag of words, which has none of its own. */
const LAYERS = 2;

/** Like the released transformers'. */
const HEAD_WIDTH = 64;

/**
 * The decoder that goes with a CLIP: as wide and as deep as its text transformer, as in the paper's comparison (sec
 * 2.3), which put a language model beside the encoder of the same size; two layers of the width of its embedding where
 * the text tower is a bag of words.
 */
export function captionDecoderConfig(config: ClipConfig): CaptionDecoderConfig {
  const { text } = config;
  const image = { imageWidth: imageWidth(config) };
  const { vocabSize, contextLength, width } = text;
  if (text.kind === 'transformer') {
    const { layers, heads, mlpWidth, activation, layerNormEpsilon } = text;
    return { ...image, vocabSize, contextLength, width, layers, heads, mlpWidth, activation, layerNormEpsilon };
  }
  return {
    ...image,
    vocabSize,
    contextLength,
    width,
    layers: LAYERS,
    heads: width % HEAD_WIDTH === 0 ? width / HEAD_WIDTH : 1,
    mlpWidth: 4 * width,
    activation: 'gelu',
    layerNormEpsilon: 1e-5,
  };
}

/**
 * Every tensor of the decoder. Blocks are named and start as the text tower's do, with attention to the image between
 * the two; it adds to the residual stream too, so a third of the additions are its own.
 */
export function captionDecoderSpec(config: CaptionDecoderConfig): ParameterSpec[] {
  const { vocabSize, contextLength, width, imageWidth, layers } = config;
  const scaled = { kind: 'normal', std: width ** -0.5 } as const;
  const cross = ['q_proj', 'k_proj', 'v_proj'].flatMap((name) => zeroBiasedLinearSpec(name, width, width, scaled));
  const residual = { kind: 'normal', std: (3 * width * layers) ** -0.5 } as const;
  return [
    trained('token_embedding.weight', [vocabSize, width], { kind: 'normal', std: 0.02 }),
    trained('positional_embedding', [contextLength, width], { kind: 'normal', std: 0.01 }),
    ...layerNormSpec('ln_image', imageWidth),
    ...zeroBiasedLinearSpec('image_proj', imageWidth, width, { kind: 'normal', std: imageWidth ** -0.5 }),
    ...transformerSpec(config, 3),
    ...Array.from({ length: layers }, (_, k) =>
      prefixed(`transformer.resblocks.${k}`, [
        ...layerNormSpec('ln_cross', width),
        ...prefixed('cross_attn', [...cross, ...zeroBiasedLinearSpec('out_proj', width, width, residual)]),
      ]),
    ).flat(),
    ...layerNormSpec('ln_final', width),
    trained('vocabulary_bias', [vocabSize], { kind: 'zeros' }),
  ];
}
