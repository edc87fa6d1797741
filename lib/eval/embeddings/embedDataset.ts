import type { Dataset } from '../../datasets/dataset.js';
import { sealSplit, type SealedSplit } from '../../datasets/sealedSplit.js';
import type { Clip } from '../../models/clip.js';
import {
  cachedEmbeddings,
  type EmbeddedSplit,
  type EmbeddingOptions,
  type EmbeddingReport,
} from './cachedEmbeddings.js';

/**
 * The embeddings of a dataset's training or validation images, see `cachedEmbeddings`.
 * @example
 * const { model } = await loadModel();
 * const { features, labels } = await embedSplit(model, await loadDataset('weather'), 'train', { projected: false });
 */
export function embedSplit(
  model: Clip,
  dataset: Dataset,
  part: 'train' | 'validation',
  options?: EmbeddingOptions,
): Promise<EmbeddedSplit> {
  return cachedEmbeddings(model, dataset, part, dataset[part], options);
}

/** Embeddings of test images, which can be looked at once. */
export interface SealedEmbeddings extends SealedSplit<EmbeddedSplit> {
  readonly report: EmbeddingReport;
}

/**
 * The embeddings of a dataset's test images, sealed as the images were: computing them looks at no label. It uses up
 * the dataset's own seal.
 * @example
 * const { model } = await loadModel();
 * const test = await embedTest(model, await loadDataset('weather'));
 * const { features, labels } = test.open(); // once, when all is decided
 */
export async function embedTest(model: Clip, dataset: Dataset, options?: EmbeddingOptions): Promise<SealedEmbeddings> {
  const embedded = await cachedEmbeddings(model, dataset, 'test', dataset.test.open(), options);
  return { ...sealSplit(`The test split of ${dataset.name}`, embedded), report: embedded.report };
}

/** All embeddings of a dataset; those of the test images open once. */
export interface EmbeddedDataset {
  readonly train: EmbeddedSplit;
  readonly validation: EmbeddedSplit;
  readonly test: SealedEmbeddings;
}

/**
 * The embeddings of a dataset's three splits, see `cachedEmbeddings`.
 * @example
 * const { model } = await loadModel();
 * const { train, validation, test } = await embedDataset(model, await loadDataset('weather'));
 * test.report.computed; // 0 once they are in the cache
 */
export async function embedDataset(
  model: Clip,
  dataset: Dataset,
  options?: EmbeddingOptions,
): Promise<EmbeddedDataset> {
  return {
    train: await embedSplit(model, dataset, 'train', options),
    validation: await embedSplit(model, dataset, 'validation', options),
    test: await embedTest(model, dataset, options),
  };
}
