import type { Dataset } from '../datasets/dataset.js';
import { sha256 } from '../io/sha256.js';
import { weightsHash } from '../models/weightsHash.js';
import type { LoadedModel } from '../weights/loadModel.js';

/** All that the rows of a part depend on. */
export interface PartOf {
  readonly models: readonly LoadedModel[];
  /** What it is measured on, where that is a dataset. */
  readonly dataset?: Pick<Dataset, 'name' | 'metric' | 'contents' | 'classNamesSha256' | 'templates'>;
  /** Everything else: which side, seeds, hashes of draws. It is written as JSON. */
  readonly how?: readonly unknown[];
}

/**
 * The name of a part in an experiment's journal. It differs whenever the rows may: with other weights or another
 * architecture under the same name, other images, labels, class names or prompts, and another way to measure.
 */
export function partKey({ models, dataset, how = [] }: PartOf): string {
  const named = [...(dataset ? [dataset.name] : []), ...models.map(({ name }) => name)].join(' ');
  const depends = [
    models.map(({ name, model, objective }) => [name, objective, model.config, weightsHash(model)]),
    dataset && [dataset.name, dataset.metric, dataset.contents, dataset.classNamesSha256, dataset.templates],
    how,
  ];
  return `${named} ${sha256(JSON.stringify(depends)).slice(0, 32)}`;
}
