import type { ImageBatch } from '../../image/imageBatch.js';
import { selectImages } from '../../image/selectImages.js';
import { sha256 } from '../../io/sha256.js';

/** Images with the texts they may be paired with. */
export interface PairSet {
  readonly images: ImageBatch;
  /** Per image, the main caption first. */
  readonly captions: readonly (readonly string[])[];
  /** Per image, the prefix of the icon set it comes from. */
  readonly sets: readonly string[];
  /** Per image, its set's category of it as plain words, '' where it has none. */
  readonly categories: readonly string[];
  /** Per image, "set:name". */
  readonly ids: readonly string[];
  /** Samples of the shards that could not be read. */
  readonly skipped: number;
  /** What the pairs are: hash of the shards they were read from. */
  readonly hash: string;
}

/** The pairs at some indices, in that order. */
export function pickPairs({ images, hash, skipped, ...texts }: PairSet, indices: readonly number[]): PairSet {
  const picked = <T>(values: readonly T[]): T[] => indices.map((k) => values[k]!);
  return {
    images: selectImages(images, indices),
    captions: picked(texts.captions),
    sets: picked(texts.sets),
    categories: picked(texts.categories),
    ids: picked(texts.ids),
    skipped,
    hash: sha256(`${hash} ${indices.join(' ')}`),
  };
}
