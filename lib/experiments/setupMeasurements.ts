import type { Dataset } from '../datasets/dataset.js';
import { createPromptEncoder, type PromptEncoder } from '../eval/zeroShot/prompts/promptEncoder.js';
import { evaluateSetups, type SetupRow, type ZeroShotSetup } from '../eval/zeroShot/zeroShotSetups.js';
import type { LoadedModel } from '../weights/loadModel.js';
import type { Measurement } from './measurement.js';

/**
 * Several ways of zero-shot on a dataset's test split, which that uses up, as rows of an experiment's table: the method
 * is the setup's name.
 * @throws UserError where the test split was opened before, or a setup cannot be measured on the dataset
 */
export async function setupMeasurements(
  loaded: LoadedModel,
  dataset: Dataset,
  setups: readonly ZeroShotSetup[],
  encoder: PromptEncoder = createPromptEncoder(loaded),
): Promise<(Measurement & Pick<SetupRow, 'metric'>)[]> {
  const rows = await evaluateSetups(loaded, dataset, setups, encoder);
  return rows.map(({ setup, metric, score, n, chance }) => ({
    task: dataset.name,
    title: dataset.title,
    model: loaded.name,
    method: setup,
    metric,
    shots: 0,
    seed: null,
    value: score,
    low: null,
    high: null,
    n,
    chance,
    testSha256: dataset.contents.test.sha256,
  }));
}
