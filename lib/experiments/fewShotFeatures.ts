import type { Dataset } from '../datasets/dataset.js';
import { embedDataset } from '../eval/embeddings/embedDataset.js';
import type { EmbeddedSplit } from '../eval/embeddings/cachedEmbeddings.js';
import type { SealedSplit } from '../datasets/sealedSplit.js';
import type { FewShotFeatures } from '../eval/fewShot/fewShot.js';
import { zeroShotClassifier } from '../eval/zeroShot/zeroShot.js';
import { findObjective } from '../train/objectives/findObjective.js';
import type { LoadedModel } from '../weights/loadModel.js';

/** One model's features of a dataset, with the keys of its images. */
export interface ModelFeatures extends FewShotFeatures {
  readonly test: SealedSplit<EmbeddedSplit>;
  /** Whether they are those behind the projection, in the space shared with texts. */
  readonly projected: boolean;
}

/**
 * What few-shot probes of a model are fitted on: its features behind the projection and the classifier of words where
 * it is a CLIP, else those before it.
 */
export async function fewShotFeatures(
  { name, model, tokenizer, objective }: LoadedModel,
  dataset: Dataset,
): Promise<ModelFeatures> {
  const { classNames, templates } = dataset;
  const projected = findObjective(objective).zeroShot === 'shared space';
  const zeroShot = projected && {
    classifier: await zeroShotClassifier(model, tokenizer, classNames, templates),
    logitScale: model.logitScale(),
  };
  const embedded = await embedDataset(model, dataset, { projected });
  return { name, ...embedded, ...(zeroShot && { zeroShot }), projected };
}
