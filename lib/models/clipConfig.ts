/** The paper's modified ResNet (sec 2.4): a three-convolution stem, anti-aliased strides, attention pooling. */
export interface ModifiedResNetConfig {
  readonly kind: 'modified-resnet';
  /** Bottleneck blocks per stage; every stage after the first halves the picture. RN50: [3, 4, 6, 3]. */
  readonly layers: readonly number[];
  /** Channels after the stem; stage k has `width * 2^k` inside its bottlenecks and four times that outside. RN50: 64. */
  readonly width: number;
  /** Heads of the attention pool. RN50: 32. */
  readonly heads: number;
  /** Pixels a side of the square input. */
  readonly imageSize: number;
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

/** A CLIP, as data. Saved beside its weights. */
export interface ClipConfig {
  /** Size of the shared embedding space. */
  readonly embedDim: number;
  readonly vision: ModifiedResNetConfig;
  readonly text: CbowConfig;
  /** Pixels in 0..1 are normalised as (x - mean) / std, one value a colour. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}
