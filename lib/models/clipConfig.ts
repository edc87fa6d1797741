import type { Preprocessing } from '../image/preprocessing.js';

/**
 * The non-linearity inside a transformer's MLPs. The released models use `quick_gelu`, x sigmoid(1.702 x); the exact
 * one is not interchangeable.
 */
export type Activation = 'quick_gelu' | 'gelu';

/** The paper's modified ResNet (sec 2.4): a three-convolution stem, anti-aliased strides, attention pooling. */
export interface ModifiedResNetConfig {
  readonly kind: 'modified-resnet';
  /** Bottleneck blocks per stage; every stage after the first halves the image. RN50: [3, 4, 6, 3]. */
  readonly layers: readonly number[];
  /**
   * Channels after the stem; stage k has `width * 2^k` inside its bottlenecks and four times that outside. RN50: 64.
   */
  readonly width: number;
  /** Heads of the attention pool. RN50: 32. */
  readonly heads: number;
  /** Pixels a side of the square input. */
  readonly imageSize: number;
}

/** A stack of pre-norm residual attention blocks. */
export interface TransformerConfig {
  /** Size of a token's activation. */
  readonly width: number;
  /** Residual attention blocks. */
  readonly layers: number;
  /** Attention heads a block; the released models have one for every 64 of `width`. */
  readonly heads: number;
  /** Size of the hidden layer of a block's MLP; the released models have `4 * width`. */
  readonly mlpWidth: number;
  readonly activation: Activation;
  /** Added to the variance in every layer norm. The released models: 1e-5. */
  readonly layerNormEpsilon: number;
}

/** The vision transformer (paper sec 2.4), with the layer norm before the transformer that CLIP adds. */
export interface VisionTransformerConfig extends TransformerConfig {
  readonly kind: 'vit';
  /** Pixels a side of the square input. */
  readonly imageSize: number;
  /** Pixels a side of the square patches; divides `imageSize`. */
  readonly patchSize: number;
}

/** The text transformer (paper sec 2.4): causal attention, features taken at the end token. */
export interface TextTransformerConfig extends TransformerConfig {
  readonly kind: 'transformer';
  readonly vocabSize: number;
  /** Tokens a text may have, start and end included. */
  readonly contextLength: number;
  /**
   * The id at whose first place the features are taken, where ids of added tokens lie behind it; where it is absent
   * they are taken at the largest id.
   */
  readonly endToken?: number;
}

/** The continuous bag of words of the paper's pseudo-code (Figure 3): the mean of the tokens' embeddings. */
export interface CbowConfig {
  readonly kind: 'cbow';
  readonly vocabSize: number;
  /** Tokens a text may have, start and end included. */
  readonly contextLength: number;
  /** Size of a token's embedding. */
  readonly width: number;
}

/**
 * A non-linear projection, which the paper compared with its linear one and dropped (sec 2.3): a hidden layer with ReLU
 * before it.
 */
export interface MlpProjectionConfig {
  readonly kind: 'mlp';
  /** Size of the hidden layer, in both towers. */
  readonly width: number;
}

/** A CLIP, as data. Saved beside its weights. */
export interface ClipConfig {
  /** Size of the shared embedding space. */
  readonly embedDim: number;
  readonly vision: ModifiedResNetConfig | VisionTransformerConfig;
  readonly text: CbowConfig | TextTransformerConfig;
  /** How both towers reach the shared space; linear, as the released models are, where it is absent. */
  readonly projection?: MlpProjectionConfig;
  /** Pixels in 0..1 are normalized as (x - mean) / std, one value a color. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** How images are made to fit the input, where it is not as the released models do it. */
  readonly preprocessing?: Preprocessing;
}

/** What the image tower alone is made from. */
export type ImageConfig = Omit<ClipConfig, 'text'>;
