import type { ImageBatch } from '../image/imageBatch.js';
import type { Tokenizer } from '../text/tokenizer.js';

/** What the trainer needs of a set of pairs: square images, and of each the captions it may be paired with. */
export interface TrainingPairs {
  readonly images: ImageBatch;
  /** Per image, the main caption first. */
  readonly captions: readonly (readonly string[])[];
  /** Per image, the set it comes from. */
  readonly sets: readonly string[];
  /** By the label set's name, the classes that a supervised objective learns. */
  readonly labels?: Readonly<Record<string, Labels>>;
}

/** Classes of the pairs, for objectives that learn from them. */
export interface Labels {
  /** How many classes there are. */
  readonly classes: number;
  /** Per image its class, -1 where it has none. */
  readonly of: Int32Array;
}

/** The captions' tokens, made once. */
export interface TokenTable {
  readonly contextLength: number;
  /** [all captions, contextLength] */
  readonly ids: Int32Array;
  /** Image k has the captions starts[k] to starts[k + 1]; the first is its main one. */
  readonly starts: Uint32Array;
}

export function tokenizeCaptions(captions: readonly (readonly string[])[], tokenizer: Tokenizer): TokenTable {
  const starts = new Uint32Array(captions.length + 1);
  captions.forEach((choices, k) => (starts[k + 1] = starts[k]! + choices.length));
  return { contextLength: tokenizer.contextLength, ids: tokenizer.tokenize(captions.flat()), starts };
}
