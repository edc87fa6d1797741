import type { ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import { datasetPrompts } from '../datasets/registry/datasetPrompts.js';
import { taskNames } from '../datasets/suite/taskNames.js';
import { embedSplit } from '../eval/embeddings/embedDataset.js';
import { createPromptEncoder } from '../eval/zeroShot/prompts/promptEncoder.js';
import { KIND_TEMPLATES } from '../eval/zeroShot/prompts/kindTemplates.js';
import { promptWays, sharedTemplates } from '../eval/zeroShot/prompts/promptWays.js';
import { rankTemplates, type ScoredTemplate } from '../eval/zeroShot/prompts/rankTemplates.js';
import { selectTemplates } from '../eval/zeroShot/prompts/selectTemplates.js';
import type { LoadedModel } from '../weights/loadModel.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { partKey } from './partKey.js';
import { eachModel } from './withModel.js';
import { measurements, type Measurement } from './measurement.js';
import { setupMeasurements } from './setupMeasurements.js';
import { heeded } from './heeded.js';

/** One way to write a classifier, or one template by itself, on one task. */
export type PromptRow = Measurement & {
  /**
   * What it was measured on: ways on the test split; on the validation split single templates, and the chosen once
   * more.
   */
  readonly split: 'validation' | 'test';
  /** What the classifier was written with, joined by ` + `; of more than seven templates only their number. */
  readonly templates: string;
};

/** The method of rows that measure a single template on the validation split. */
const ONE_TEMPLATE = 'one template';
const CHOSEN = 'chosen on validation';

/** An ensemble is chosen of so many templates, the best by themselves. */
const CANDIDATES = 20;
/** As many as are ever chosen. */
const MOST_WRITTEN = 7;

const written = (templates: readonly string[]): string =>
  templates.length > MOST_WRITTEN ? `${templates.length} templates` : templates.join(' + ');

/**
 * Ten ways to write a zero-shot classifier on each task's test split (paper sec 3.1.4): the label alone, single
 * sentences, ensembles of 6 and of 80 templates averaged as vectors and as probabilities, and templates chosen on
 * validation. What is chosen among, every template by itself on the validation split, and the chosen ones there, are
 * rows of their own (`split`); `n` is their split's, and so is the hash in `testSha256`. A test split is opened once,
 * when all ten are written.
 * @returns one row a model, task and way or template: the columns of `PromptRow`
 * @throws UserError for a model, task or dataset that is not there
 * @example
 * const scores = await promptsExperiment({ models: ['mini-rn'], tasks: ['flags', 'digits'] });
 * scores.filter((d) => d.split === 'test').groupby('method').rollup({ score: (d) => op.mean(d.value) });
 */
export async function promptsExperiment(options: ExperimentOptions = {}): Promise<ColumnTable> {
  const { models = [], tasks, journal = NO_JOURNAL } = heeded('promptsExperiment', options, ['models', 'tasks']);
  const names = tasks ?? (await taskNames());
  const { templates: eighty } = await datasetPrompts('ImageNet');
  const rows: Measurement[] = [];
  await eachModel(models, async (loaded) => {
    for (const name of names) {
      const dataset = await datasetToMeasure(name);
      const part = partKey({ models: [loaded], dataset, how: [eighty] });
      rows.push(...(await journal.rowsOf(part, () => measureTask(loaded, dataset, eighty))));
    }
  });
  return measurements(rows);
}

async function measureTask(loaded: LoadedModel, dataset: Dataset, eighty: readonly string[]): Promise<PromptRow[]> {
  const { classNames, metric } = dataset;
  const validation = await embedSplit(loaded.model, dataset, 'validation');
  const encoder = createPromptEncoder(loaded); // each prompt is encoded once
  const trial = { classNames, metric, validation };

  const shared = sharedTemplates(eighty);
  const kind = KIND_TEMPLATES[dataset.name] ?? dataset.templates[0]!;
  const ranked = await rankTemplates(encoder, trial, [...new Set([...dataset.templates, kind, ...shared])]);
  const candidates = ranked.slice(0, CANDIDATES).map(({ template }) => template);
  const steps = await selectTemplates(encoder, trial, candidates, { most: MOST_WRITTEN });
  const chosen = steps.map(({ template }) => template);

  const setups = promptWays({ kind, eighty, chosen });
  const test = await setupMeasurements(loaded, dataset, setups, encoder);
  const onTest = test.map((row, k): PromptRow => {
    const templates = setups[k]!.templates ?? dataset.templates;
    return { ...row, split: 'test', templates: written(templates) };
  });
  const onValidation = validationRows(dataset, onTest[0]!);
  const scoreOf = new Map(ranked.map(({ template, score }) => [template, score]));
  return [
    ...onTest,
    ...onValidation(
      ONE_TEMPLATE,
      shared.map((template) => ({ template, score: scoreOf.get(template)! })),
    ),
    ...onValidation(CHOSEN, [{ template: written(chosen), score: steps.at(-1)!.score }]),
  ];
}

/** Rows of the validation split, which have all but what is theirs in common with one of the test split. */
const validationRows =
  ({ contents }: Dataset, shared: PromptRow) =>
  (method: string, scored: readonly ScoredTemplate[]): PromptRow[] =>
    scored.map(({ template, score }) => ({
      ...shared,
      method,
      value: score,
      n: contents.validation.images,
      testSha256: contents.validation.sha256,
      split: 'validation',
      templates: template,
    }));
