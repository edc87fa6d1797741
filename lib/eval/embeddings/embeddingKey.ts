import { resolvePrecision, type Precision } from '../../engine/precision.js';
import type { ImageSplit } from '../../datasets/imageSplit.js';
import { sha256 } from '../../io/sha256.js';
import type { Clip } from '../../models/clip.js';
import type { ClipConfig } from '../../models/clipConfig.js';
import { weightsHash } from '../../models/weightsHash.js';

/** Everything that makes an embedding what it is. Two that agree in all of it are the same numbers. */
export interface EmbeddingKey {
  /** Of the image tower's tensors, names, shapes and values. */
  readonly weights: string;
  /**
   * The image tower's architecture with its activation, the size of its input, the colors' mean and deviation, and the
   * model's own preprocessing where it has one.
   */
  readonly model: Omit<ClipConfig, 'text'>;
  /** How images become its input; another name with every change that moves pixels. */
  readonly preprocessing: 'pillow-bicubic-center-crop/1' | 'as-configured/1';
  /** In the space shared with texts, or before the projection to it. */
  readonly projected: boolean;
  /** Rows are stored as the tower gives them, of any length. */
  readonly normalized: false;
  readonly precision: 'fp32' | 'bf16';
  /** Of the split's images, labels and order. */
  readonly records: string;
}

/** @param projected see `EncodeOptions` */
export function embeddingKey(
  model: Clip,
  split: Pick<ImageSplit, 'sha256'>,
  projected: boolean,
  precision: Precision,
): EmbeddingKey {
  const image = Object.entries(model.config).filter(([field]) => field !== 'text');
  return {
    weights: weightsHash(model, 'image'),
    model: Object.fromEntries(image) as EmbeddingKey['model'],
    preprocessing: model.config.preprocessing ? 'as-configured/1' : 'pillow-bicubic-center-crop/1',
    projected,
    normalized: false,
    precision: resolvePrecision(precision),
    records: split.sha256,
  };
}

/** The key as one word, for file names. */
export function keyHash(key: EmbeddingKey): string {
  return sha256(JSON.stringify(key, sorted)).slice(0, 16);
}

/** Fields by alphabet, so that the hash does not depend on the order an object was written in. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
