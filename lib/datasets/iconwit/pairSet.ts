import type { ImageBatch } from '../../image/imageBatch.js';

/** Pictures with the texts they may be paired with. */
export interface PairSet {
  readonly images: ImageBatch;
  /** Per picture, the main caption first. */
  readonly captions: readonly (readonly string[])[];
  /** Per picture, the prefix of the icon set it comes from. */
  readonly sets: readonly string[];
  /** Per picture, its set's category of it as plain words, '' where it has none. */
  readonly categories: readonly string[];
  /** Per picture, "set:name". */
  readonly ids: readonly string[];
  /** Samples of the shards that could not be read. */
  readonly skipped: number;
  /** What the pairs are: hash of the shards they were read from. */
  readonly hash: string;
}
