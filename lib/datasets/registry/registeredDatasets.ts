import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../../io/projectPaths.js';
import { publishedTable } from '../publishedTable.js';
import type { Metric } from '../metric.js';
import { datasetPrompts } from './datasetPrompts.js';
import { PAPER_DATASETS, type DatasetSource } from './paperDatasets.js';

/** A dataset of the paper's Table 9: what it is, and where it can be had. */
export interface RegisteredDataset extends DatasetSource {
  /** OpenAI's name, e.g. `OxfordPets`. */
  readonly name: string;
  readonly title: string;
  /** As the paper's figures label it, e.g. `FER2013`. */
  readonly shortName: string;
  readonly metric: Metric;
  readonly classes: number;
  readonly templates: number;
  /** Images, as the paper counts them. */
  readonly trainSize: number;
  readonly testSize: number;
  /** Where it is looked for on this disk: a folder in any of the layouts. */
  readonly folder: string;
  readonly isHere: boolean;
}

const METRICS: Readonly<Record<string, Metric>> = {
  accuracy: 'accuracy',
  mean_per_class: 'meanPerClass',
  map_11point: 'elevenPointMap',
  roc_auc: 'rocAuc',
  mean_top1_top5: 'meanTop1Top5',
};

/**
 * The 27 datasets of the paper, in the order of its Table 9.
 * @example
 * show(from(await listDatasets()).select('name', 'classes', 'testSize', 'isHere'));
 */
export async function listDatasets(): Promise<RegisteredDataset[]> {
  const rows = (await publishedTable('datasets')).filter((row) => row.table9_order !== undefined);
  return Promise.all(
    rows.map(async ({ dataset: name, short_name, paper_name, metric, train_size, test_size }) => {
      const { classNames, templates } = await datasetPrompts(name);
      const folder = join(cacheDirectory(), 'datasets', name);
      return {
        name,
        title: paper_name,
        shortName: short_name,
        metric: METRICS[metric]!,
        classes: classNames.length,
        templates: templates.length,
        trainSize: train_size!,
        testSize: test_size!,
        folder,
        isHere: existsSync(folder),
        ...PAPER_DATASETS[name]!,
      };
    }),
  );
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The dataset of a name in any spelling of case and hyphens, OpenAI's or one of the paper's two; undefined for any
 * other.
 */
export async function findDataset(name: string): Promise<RegisteredDataset | undefined> {
  return (await listDatasets()).find((dataset) =>
    [dataset.name, dataset.title, dataset.shortName].some((own) => plain(own) === plain(name)),
  );
}

/** How to come by a dataset that is not here, as the end of a sentence. */
export function whereToGet({ page, layout, folder }: RegisteredDataset): string {
  const what = layout ?? 'train/ and test/ with a folder of images a class';
  return `get it from ${page} and put it into ${folder} (${what})`;
}
