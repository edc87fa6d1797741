import type { ColumnTable } from 'arquero';
import type { Dataset } from '../datasets/dataset.js';
import { findDataset } from '../datasets/registry/registeredDatasets.js';
import { taskNames } from '../datasets/suite/taskNames.js';
import { withWords, type DatasetWords } from '../datasets/withWords.js';
import { createRandom, type Random } from '../engine/random.js';
import { evaluateTask, METHODS, type Method } from '../eval/evaluateTask.js';
import type { ResultRow } from '../eval/metrics/resultRows.js';
import { requirePrompts } from '../eval/zeroShot/zeroShot.js';
import { requireTexts } from '../io/requireTexts.js';
import { UserError } from '../io/userError.js';
import { fillTemplate } from '../text/fillTemplate.js';
import { loadModel, type LoadedModel } from '../weights/loadModel.js';
import { datasetToMeasure } from './datasetToMeasure.js';
import type { ExperimentOptions } from './experiment.js';
import { NO_JOURNAL } from './journal.js';
import { partKey } from './partKey.js';
import { measurements, type Measurement } from './measurement.js';
import { eachModel } from './withModel.js';
import { heeded } from './heeded.js';

/** What `zeroShotExperiment` measures. */
export interface ZeroShotOptions extends ExperimentOptions {
  /** Default both. */
  readonly methods?: readonly Method[];
  /**
   * The model on whose image features the probe is fitted, such as one that was trained with labels (the paper's
   * ResNet-50). Default: the very model whose zero-shot is measured.
   */
  readonly probed?: string;
  /** False for probes on the features before the projection. Default true. */
  readonly projected?: boolean;
  /** Prompts with `{c}` for the class name. Default: those of each task. */
  readonly templates?: readonly string[] | undefined;
  /** Names for the classes of the one task that is measured, in the order of its own. Default: its own. */
  readonly classNames?: readonly string[] | undefined;
  /** Of the bootstrap intervals. Default 2021. */
  readonly seed?: number;
  /** Resamples of the test images, for `taskDifferences`. Default none. */
  readonly resamples?: number;
  /** Told the rows of each task as soon as they are there. */
  readonly onRows?: (rows: readonly ZeroShotRow[]) => void;
}

const NAMES: readonly (keyof ZeroShotOptions)[] = [
  'models',
  'tasks',
  'methods',
  'probed',
  'projected',
  'templates',
  'classNames',
  'seed',
  'resamples',
  'onRows',
];

/** A row of `zeroShotExperiment`. */
export type ZeroShotRow = Measurement & {
  readonly metric: ResultRow['metric'];
  readonly method: Method;
  readonly low: number;
  readonly high: number;
  readonly chance: number;
  readonly classes: number;
  /** The task's own metric on each resample, 0..1; null where none were asked for, and for top-5 accuracy. */
  readonly resampled: readonly number[] | null;
  /** The dataset of the paper in whose place a task of the suite stands, by OpenAI's name; null for other datasets. */
  readonly standsIn: string | null;
  /** What that one is called in figures. */
  readonly standsInTitle: string | null;
  /** OpenAI's name of the dataset that it is or stands in for, where that is one of the paper's 27. */
  readonly paperDataset: string | null;
};

/**
 * Zero-shot and a linear probe on all labels, on each task (paper sec 3.1 and 3.2, Figure 5, Tables 10 and 11). The
 * probe's penalty is searched on validation; each test split is opened when all is decided.
 * @returns one row a model, task, method and metric, see `ZeroShotRow`; values are 0..1, with 95 % intervals
 * @throws UserError for a model, task, dataset or method that is not there, and for words that do not fit a task
 * @example
 * const scores = await zeroShotExperiment({ models: ['mini-rn'], tasks: ['flags'] });
 * show(scores.groupby('method').rollup({ accuracy: (d) => op.mean(d.value) }));
 */
export async function zeroShotExperiment(options: ZeroShotOptions = {}): Promise<ColumnTable> {
  const {
    models = [],
    tasks,
    probed,
    journal = NO_JOURNAL,
    onRows,
    ...measure
  } = heeded('zeroShotExperiment', options, NAMES);
  const names = tasks ?? (await taskNames());
  requireWords(measure, names);
  const rows: ZeroShotRow[] = [];
  const other = probed === undefined ? undefined : await loadModel(probed);
  try {
    await eachModel(models, async (clip) => {
      for (const name of names) {
        const found = await measureTask(name, { clip, probed: other ?? clip, journal, ...measure });
        onRows?.(found);
        rows.push(...found);
      }
    });
  } finally {
    other?.model.dispose();
  }
  return measurements(rows);
}

/** Refuses words that make no prompts, before a model is loaded. @throws UserError */
function requireWords({ templates, classNames }: DatasetWords, tasks: readonly string[]): void {
  if (templates !== undefined) requirePrompts(['a class'], templates);
  templates?.forEach((template) => fillTemplate(template, ''));
  if (classNames === undefined) return;
  requireTexts(classNames, 'the class names');
  if (tasks.length !== 1)
    throw new UserError(`class names are of one dataset, and ${tasks.length} are to be measured: give one of them.`);
}

interface TaskMeasure extends Pick<
  ZeroShotOptions,
  'methods' | 'projected' | 'seed' | 'resamples' | keyof DatasetWords
> {
  readonly clip: LoadedModel;
  readonly probed: LoadedModel;
  readonly journal: typeof NO_JOURNAL;
}

async function measureTask(
  name: string,
  { clip, probed, journal, methods = METHODS, projected = true, seed = 2021, resamples = 0, ...words }: TaskMeasure,
): Promise<readonly ZeroShotRow[]> {
  const open = async (): Promise<Dataset> =>
    withWords(await datasetToMeasure(name, methods.includes('linear probe') ? {} : { splits: ['test'] }), words);
  const dataset = await open();
  const part = partKey({ models: [clip, probed], dataset, how: [name, methods, projected, seed, resamples] });
  return journal.rowsOf(part, async () => {
    const own = clip === probed ? methods : methods.filter((method) => method === 'zero-shot');
    const others = methods.filter((method) => !own.includes(method));
    const random = createRandom(seed).fork(name);
    const score = (by: LoadedModel, data: Dataset, ways: readonly Method[]): Promise<ScoredRow[]> =>
      scoreTask(by, data, { task: name, methods: ways, projected, seed, random, resamples });
    const measured = own.length > 0 || others.length === 0 ? await score(clip, dataset, own) : [];
    // A test split opens once: another model has its own.
    if (others.length > 0) measured.push(...(await score(probed, own.length > 0 ? await open() : dataset, others)));
    const { standsIn = null, standsInTitle = null } = dataset;
    const paperDataset = (await findDataset(standsIn ?? dataset.name))?.name ?? null;
    return measured.map((row) => ({ ...row, standsIn, standsInTitle, paperDataset }));
  });
}

/** A measurement as `scoreTask` makes it. */
export type ScoredRow = Omit<ZeroShotRow, 'standsIn' | 'standsInTitle' | 'paperDataset'>;

/**
 * The rows of one model on one dataset, method by method, the task's own metric first.
 * @throws UserError as `evaluateTask` does
 */
export async function scoreTask(
  by: LoadedModel,
  dataset: Dataset,
  {
    task,
    methods,
    projected,
    seed,
    random,
    resamples = 0,
  }: Required<Pick<ZeroShotOptions, 'methods' | 'projected' | 'seed'>> & {
    readonly task: string;
    readonly resamples?: number;
    /** For the bootstrap intervals. */
    readonly random: Random;
  },
): Promise<ScoredRow[]> {
  const { rows, resampled } = await evaluateTask(by, dataset, { random, methods, projected, resamples });
  return rows.map(({ task: title, method, metric, value, low, high, n, chance, classes }) => ({
    task,
    title,
    model: by.name,
    method: method as Method,
    metric,
    shots: method === 'zero-shot' ? 0 : null,
    seed,
    value,
    low,
    high,
    n,
    chance,
    testSha256: dataset.contents.test.sha256,
    classes,
    resampled: metric === 'top-5 accuracy' ? null : (resampled[methods.indexOf(method as Method)] ?? null),
  }));
}
