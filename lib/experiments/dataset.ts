import { from, type ColumnTable } from 'arquero';
import { readStatistics, type IconWitStatistics } from '../datasets/iconwit/readStatistics.js';
import type { IconWitSummary } from '../datasets/iconwit/summarize.js';
import { publishedSizes } from '../datasets/publishedSizes.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { ExperimentOptions } from './experiment.js';
import { heeded } from './heeded.js';

/** Something counted in a dataset: a row of the dataset experiment. */
export type DatasetCount = {
  /** The dataset: IconWIT, or one that the paper names. */
  readonly task: string;
  /** What is counted, and in what, e.g. `texts with the word`. */
  readonly quantity: DatasetQuantity;
  /** Of what: a word, a license, a reason, a set by the prefix of its names. */
  readonly item: string;
  /** Which of an item's counts, e.g. `before balancing`. */
  readonly series: 'before balancing' | 'after' | 'images' | 'pairs';
  readonly value: number;
  /** Where the paper says so; null for what was counted here. */
  readonly source: string | null;
};

/** What `datasetExperiment` counts. */
export type DatasetQuantity =
  | 'images'
  | 'pairs under the license'
  | 'pairs of the set'
  | 'queries that find so many pairs'
  | 'pairs with the bigram'
  | 'pairs that the query collected'
  | 'texts with the word'
  | 'share of all words'
  | 'pairs left out'
  | 'images that look like another'
  | 'images of a held-out set'
  | 'held-out images that look like a training image';

/** What `datasetExperiment` counts. */
export interface DatasetExperimentOptions extends ExperimentOptions {
  /** Of `builtStatistics`, for an IconWIT that was built again. Default: those that the repository holds. */
  readonly statistics?: IconWitStatistics;
}

/**
 * How IconWIT was collected, in numbers, as section 2.2 of the paper tells of WIT: its size beside those of the
 * datasets of the time, licenses and sets, queries, the words before and after balancing, what was left out and what
 * repeats.
 * @returns one row a count, with the columns of `DatasetCount`
 * @throws UserError where the statistics are missing or damaged
 * @example
 * const counts = await datasetExperiment();
 * show(counts.filter((d) => d.quantity === 'texts with the word').slice(0, 10));
 */
export async function datasetExperiment(options: DatasetExperimentOptions = {}): Promise<ColumnTable> {
  const { statistics } = heeded('datasetExperiment', options, ['statistics']);
  if (statistics !== undefined && typeof statistics?.summary !== 'object')
    throw new UserError(`the statistics are ${told(statistics)}, expected those of builtStatistics or readStatistics.`);
  const { summary } = statistics ?? (await readStatistics());
  const { manifest, nearDuplicates: near, words } = summary;
  const { pairs, removed } = manifest.splits.train;
  const published = (await publishedSizes()).map(({ dataset, images, source }) => ({
    ...count('images', dataset, images, 'images'),
    ...{ task: dataset, source },
  }));
  return from([
    ...[...published, count('images', 'IconWIT (here)', pairs, 'images')].sort((a, b) => a.value - b.value),
    ...mostFirst(summary.licenses.map((own) => count('pairs under the license', own.license, own.pairs))),
    ...mostFirst(summary.sets.map((set) => count('pairs of the set', set.prefix, set.pairs))),
    ...queryCounts(summary.queryHistogram),
    ...summary.topBigrams.map((own) => count('pairs with the bigram', own.bigram, own.pairs)),
    ...summary.topQueries.map(([query, collected]) => count('pairs that the query collected', query, collected)),
    ...wordCounts(summary.topWords),
    ...STAGES.map(({ stage, series }) => {
      const list = summary.topWords[stage];
      const share = list.reduce((sum, [, texts]) => sum + texts, 0) / words[stage];
      return count('share of all words', `the ${list.length} most frequent words`, share, series);
    }),
    ...REASONS.map(([reason, item]) =>
      count('pairs left out', item.replace('{perName}', String(manifest.options.perName)), removed[reason]),
    ),
    count('images that look like another', 'all training images', near.images, 'images'),
    ...near.heldOut.flatMap(({ prefix, images, near: alike }) => [
      count('images of a held-out set', prefix, images, 'images'),
      count('held-out images that look like a training image', prefix, alike, 'images'),
    ]),
  ]);
}

const STAGES = [
  { stage: 'before', series: 'before balancing' },
  { stage: 'after', series: 'after' },
] as const;

/** Why pairs are left out, in the order in which it is decided. */
const REASONS = [
  ['heldOutImage', 'shows a held-out image to the pixel'],
  ['validationImage', 'shows a validation image to the pixel'],
  ['skinTone', 'a further skin tone of an emoji'],
  ['duplicate', 'the same image with the same text'],
  ['noQuery', 'no query in its text'],
  ['perName', 'more than {perName} drawings of a name by one set'],
  ['balance', 'all its queries had their share'],
] as const;

function count(
  quantity: DatasetQuantity,
  item: string,
  value: number,
  series: DatasetCount['series'] = 'pairs',
): DatasetCount {
  return { task: 'IconWIT', quantity, item, series, value, source: null };
}

const mostFirst = (counts: readonly DatasetCount[]): DatasetCount[] => [...counts].sort((a, b) => b.value - a.value);

/** By powers of two, how many queries find so many pairs. */
function queryCounts(histogram: IconWitSummary['queryHistogram']): DatasetCount[] {
  const range = (k: number): string => {
    if (k < 2) return k === 0 ? '1 or none' : '2';
    return `${(2 ** (k - 1) + 1).toLocaleString('en')} to ${(2 ** k).toLocaleString('en')}`;
  };
  const bins = Math.max(...STAGES.map(({ stage }) => histogram[stage].length));
  return Array.from({ length: bins }, (_, k) =>
    STAGES.map(({ stage, series }) =>
      count('queries that find so many pairs', range(k), histogram[stage][k] ?? 0, series),
    ),
  ).flat();
}

/**
 * The most frequent words, most first: those of before balancing with what is left of each, then those that came up by
 * it.
 */
function wordCounts({ before, after }: IconWitSummary['topWords']): DatasetCount[] {
  const [earlier, later] = [new Map(before), new Map(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((word) =>
    STAGES.flatMap(({ series }) => {
      const value = (series === 'after' ? later : earlier).get(word);
      return value === undefined ? [] : [count('texts with the word', word, value, series)];
    }),
  );
}
