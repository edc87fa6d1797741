import { join } from 'node:path';
import type { Precision } from '../../engine/precision.js';
import { tf } from '../../engine/tf.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { ImageSplit } from '../../datasets/imageSplit.js';
import type { SplitName } from '../../datasets/suite/taskSource.js';
import type { ImageBatch } from '../../image/imageBatch.js';
import { toPixels } from '../../image/toPixels.js';
import { breathe } from '../../io/interruption.js';
import { startProgress } from '../../io/progress.js';
import { cacheDirectory } from '../../io/projectPaths.js';
import { createStageClock, type Stage, type StageClock } from '../../io/stageClock.js';
import { requireWhole } from '../../io/requireWhole.js';
import { withFileLock } from '../../io/withFileLock.js';
import type { Clip } from '../../models/clip.js';
import { requireClip } from '../../models/requireClip.js';
import { defaultImageBatch } from './embedImages.js';
import type { LabeledFeatures } from '../probe/labeledFeatures.js';
import { requireFiniteFeatures } from '../../models/requireFiniteFeatures.js';
import { stackRows, type Matrix } from '../matrix.js';
import { embeddingFiles, readEmbeddings, writeEmbeddings, type EmbeddingFiles } from './embeddingFiles.js';
import { embeddingKey, keyHash, type EmbeddingKey } from './embeddingKey.js';
import { openPartialRows, type PartialRows } from './partialRows.js';

/** Which features are computed, and where they are kept. */
export interface EmbeddingOptions {
  /** False for the features before the projection, see `EncodeOptions`. Default true. */
  readonly projected?: boolean;
  /** Default `fp32`, the same on every machine; `auto` is the fastest that the processor does well. */
  readonly precision?: Precision;
  /** Images a forward pass takes. Default 256, and 32 where the model sees more than 64 pixels a side. */
  readonly batchSize?: number;
  /** Where embeddings are kept. Default `embeddings` in the cache (`CLIPLAB_CACHE`). */
  readonly folder?: string;
}

/** Where the time of an embedding went, in seconds, and how much of it was still to do. */
export interface EmbeddingReport {
  readonly images: number;
  /** Images that went through the model now; the others were there from an earlier run. */
  readonly computed: number;
  /** Reading and decoding run side by side with the model: each is its own sum, and `total` what passed. */
  readonly seconds: Readonly<Record<Stage | 'total', number>>;
  /** Why embeddings that were there were made again. */
  readonly rebuilt?: string;
}

/** Embeddings [N, D] of a split's images, of any length, with their classes. */
export interface EmbeddedSplit extends LabeledFeatures {
  readonly keys: readonly string[];
  readonly key: EmbeddingKey;
  readonly files: EmbeddingFiles;
  readonly report: EmbeddingReport;
}

/**
 * The image tower's features of a split: from the cache where they were computed before, by anyone, with the same
 * weights, architecture, preprocessing, precision and records; else computed, image by image, and kept as `.npy` with
 * Parquet metadata. What is kept is checked by checksum, and made again where it is damaged. An interrupted run is gone
 * on with where it stopped.
 * @throws UserError naming an image that cannot be read, or for which the model's output is not finite, or where the
 *   disk is full; Interrupted
 */
export async function cachedEmbeddings(
  model: Clip,
  dataset: Pick<Dataset, 'name' | 'classNames'>,
  part: SplitName,
  split: ImageSplit,
  options: EmbeddingOptions = {},
): Promise<EmbeddedSplit> {
  const start = performance.now();
  const { projected = true, precision = 'fp32', folder = join(cacheDirectory(), 'embeddings') } = options;
  requireClip(model);
  const key = embeddingKey(model, split, projected, precision);
  const base = join(folder, dataset.name.replace(/[^\w.-]+/g, '-'), `${part}-${keyHash(key)}`);
  const files = embeddingFiles(base);
  const clock = createStageClock();
  const images = split.labels.length;
  const look = (): ReturnType<typeof readEmbeddings> => clock.time('read', () => readEmbeddings(files, images));
  let { matrix, fault } = await look();
  let computed = 0;
  if (!matrix)
    await withFileLock(`${base}.lock`, async () => {
      // Another process may have made them meanwhile.
      ({ matrix, fault } = await look());
      if (matrix) return;
      const partial = await openPartialRows(`${base}.partial`, images);
      try {
        const label = `embed ${dataset.name} ${part}`;
        const rows = await computeRows(model, label, split, partial, key, options, clock);
        if (rows.rows !== images) throw new Error(`${label}: ${rows.rows} rows for ${images} images`);
        matrix = rows;
        computed = images - partial.found.reduce((sum, block) => sum + block.rows, 0);
        await clock.time('write', () => writeEmbeddings(files, key, rows, split, dataset.classNames));
      } catch (error) {
        await partial.close();
        throw error;
      }
      await partial.remove();
    });
  const { labels, labelSets, keys } = split;
  const seconds = { ...clock.seconds, total: (performance.now() - start) / 1000 };
  return {
    features: matrix!,
    labels,
    keys,
    ...(labelSets ? { labelSets } : {}),
    key,
    files,
    report: { images, computed, seconds, ...(fault === undefined ? {} : { rebuilt: fault }) },
  };
}

/** The rows that an earlier run left, and behind them the others, computed. */
async function computeRows(
  model: Clip,
  label: string,
  split: ImageSplit,
  partial: PartialRows,
  { projected, precision }: EmbeddingKey,
  { batchSize = defaultImageBatch(model) }: EmbeddingOptions,
  clock: StageClock,
): Promise<Matrix> {
  const total = split.labels.length;
  const blocks = [...partial.found];
  const found = blocks.reduce((sum, { rows }) => sum + rows, 0);
  const progress = startProgress(label, 'images', total);
  progress.advance(found);
  const { vision, preprocessing } = model.config;
  const size = vision.imageSize;
  const left = Int32Array.from({ length: total - found }, (_, k) => found + k);
  requireWhole(batchSize, 'the batch size', 1);
  let read = found;
  for await (const images of split.read(left, size, { batchSize, clock, preprocessing })) {
    const rows = await clock.time('infer', () => encode(model, images, projected, precision));
    const first = read;
    requireFiniteFeatures(rows.data, rows.columns, (row) => `the image ${split.keys[first + row]}`);
    read += rows.rows;
    await clock.time('write', () => partial.append(rows));
    blocks.push(rows);
    progress.advance(rows.rows);
    await breathe();
  }
  progress.finish();
  return stackRows(blocks);
}

function encode(model: Clip, images: ImageBatch, projected: boolean, precision: 'fp32' | 'bf16'): Matrix {
  const { config } = model;
  return tf.tidy(() => {
    const pixels = toPixels(images, config.vision.imageSize, config);
    const features = model.encodeImage(pixels, { training: false, precision }, { projected });
    return { data: features.dataSync<'float32'>(), rows: images.count, columns: features.shape[1] };
  });
}
