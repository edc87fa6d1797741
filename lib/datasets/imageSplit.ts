import { requireWhole } from '../io/requireWhole.js';
import { decodeBatches } from '../image/decode/decodeBatches.js';
import type { ImageBatch } from '../image/imageBatch.js';
import { cutImage } from '../image/preprocess.js';
import type { Preprocessing } from '../image/preprocessing.js';
import type { ImageSource } from '../image/imageSource.js';
import { eachInParallel } from '../io/eachInParallel.js';
import type { StageClock } from '../io/stageClock.js';
import { sha256 } from '../io/sha256.js';
import { requirePositions, requireSplit } from './requireSplit.js';

/** How images of a split are read. */
export interface ReadOptions {
  /** Images in a batch; the last one holds what is left. */
  readonly batchSize: number;
  readonly clock?: StageClock;
  /** The model's own way to make images fit it, where it is not the released one. */
  readonly preprocessing?: Preprocessing | undefined;
}

/**
 * Reads the images at some positions, in that order, as squares of `size` pixels a side that are cut as the released
 * models see them, or of the size they are stored at; `toPixels` makes the former of the latter.
 * @throws UserError naming the image that cannot be read
 */
export type ReadImages = (
  positions: ArrayLike<number>,
  size: number,
  options: ReadOptions,
) => AsyncGenerator<ImageBatch>;

/** Labeled images that are read when they are asked for. */
export interface ImageSplit {
  /** [count], positions in the class names; of several labels the first. */
  readonly labels: Int32Array;
  /** [count, classes], 1 where an image has the label: in a dataset where it may have several. */
  readonly labelSets?: Uint8Array;
  /** Per image, which one of which source: unique in the split, the same on every machine. */
  readonly keys: readonly string[];
  /** Of all that the split holds, images, labels and order. */
  readonly sha256: string;
  readonly read: ReadImages;
}

/**
 * Some images of a split, in the order of `positions`.
 * @throws UserError for one that is not there
 * @example
 * const { train } = await loadDataset('flags');
 * const few = selectSamples(train, [0, 10, 20]);
 * for await (const images of few.read([0, 1, 2], 64, { batchSize: 3 })) show(images.count);
 */
export function selectSamples(split: ImageSplit, positions: ArrayLike<number>): ImageSplit {
  requireSplit(split);
  requirePositions(positions, split);
  const at = Int32Array.from(positions);
  const { labels, labelSets, keys, read } = split;
  const K = labelSets ? labelSets.length / labels.length : 0;
  const rows =
    labelSets && Uint8Array.from({ length: at.length * K }, (_, k) => labelSets[at[Math.floor(k / K)]! * K + (k % K)]!);
  return {
    labels: at.map((k) => labels[k]!),
    ...(rows ? { labelSets: rows } : {}),
    keys: Array.from(at, (k) => keys[k]!),
    sha256: sha256(`${split.sha256} ${at.join(' ')}`),
    read: (inner, size, options) =>
      read(
        Int32Array.from(inner, (k) => at[k]!),
        size,
        options,
      ),
  };
}

/** A reader of image files of any size and format. */
export function readFiles(source: (position: number) => ImageSource): ReadImages {
  return async function* (positions, size, { batchSize, clock, preprocessing }) {
    const sources = (function* () {
      for (let k = 0; k < positions.length; k++) yield source(positions[k]!);
    })();
    for await (const { images } of decodeBatches(sources, { size, batchSize, clock, preprocessing })) yield images;
  };
}

/** A reader of images that are stored as squares: `fill` writes the RGB bytes of one image to `pixels`. */
export function readSquares(
  side: number,
  fill: (position: number, pixels: Uint8Array) => Promise<void> | void,
): ReadImages {
  return async function* (positions, size, { batchSize, clock, preprocessing }) {
    const stride = side * side * 3;
    requireWhole(batchSize, 'the batch size', 1);
    for (let begin = 0; begin < positions.length; begin += batchSize) {
      const count = Math.min(batchSize, positions.length - begin);
      const pixels = new Uint8Array(count * stride);
      const decode = (): Promise<void> =>
        eachInParallel(count, async (k) => fill(positions[begin + k]!, pixels.subarray(k * stride, (k + 1) * stride)));
      await (clock ? clock.time('decode', decode) : decode());
      yield preprocessing
        ? cutSquares(pixels, side, size, preprocessing)
        : { count, height: side, width: side, pixels };
    }
  };
}

/** Squares of `side` pixels as a model with its own preprocessing sees them. */
function cutSquares(pixels: Uint8Array, side: number, size: number, preprocessing: Preprocessing): ImageBatch {
  const stride = side * side * 3;
  const count = pixels.length / stride;
  const cut = new Uint8Array(count * size * size * 3);
  for (let k = 0; k < count; k++) {
    const samples = pixels.subarray(k * stride, (k + 1) * stride);
    const image = { height: side, width: side, mode: 'RGB', samples, indexed: false } as const;
    cut.set(cutImage(image, size, preprocessing), k * size * size * 3);
  }
  return { count, height: size, width: size, pixels: cut };
}
