import type { Dataset } from '../../datasets/dataset.js';
import { sealSplit, type SealedSplit } from '../../datasets/sealedSplit.js';
import type { Clip } from '../../models/clip.js';
import { embedPictures, type EmbeddedSplit, type EmbeddingOptions, type EmbeddingReport } from './embedSplit.js';

/** The embeddings of a dataset's training or validation pictures, see `embedPictures`. */
export function embedSplit(
  model: Clip,
  dataset: Dataset,
  part: 'train' | 'validation',
  options?: EmbeddingOptions,
): Promise<EmbeddedSplit> {
  return embedPictures(model, dataset, part, dataset[part], options);
}

/** Embeddings of test pictures, which can be looked at once. */
export interface SealedEmbeddings extends SealedSplit<EmbeddedSplit> {
  readonly report: EmbeddingReport;
}

/**
 * The embeddings of a dataset's test pictures, sealed as the pictures were: computing them looks at no label. It uses up the
 * dataset's own seal.
 */
export async function embedTest(model: Clip, dataset: Dataset, options?: EmbeddingOptions): Promise<SealedEmbeddings> {
  const embedded = await embedPictures(model, dataset, 'test', dataset.test.open(), options);
  return { ...sealSplit(`The test split of ${dataset.name}`, embedded), report: embedded.report };
}

/** All embeddings of a dataset; those of the test pictures open once. */
export interface EmbeddedDataset {
  readonly train: EmbeddedSplit;
  readonly validation: EmbeddedSplit;
  readonly test: SealedEmbeddings;
}

/** The embeddings of a dataset's three splits, see `embedPictures`. */
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
