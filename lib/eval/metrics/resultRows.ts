import type { Metric } from '../../datasets/metric.js';
import type { Random } from '../../engine/random.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { elevenPointMapOfDraws } from './elevenPointMap.js';
import { guessing } from './guessing.js';
import { bootstrapInterval, clopperPearson } from '../statistics/interval.js';
import { softmaxRows, type Matrix } from '../matrix.js';
import { METRIC_NAMES, type MetricName } from './metricNames.js';
import { meanPerClassOfDraws } from './meanPerClassAccuracy.js';
import { requireLabels, requireLabelSets } from './requireLabels.js';
import { requireMatrix } from '../requireMatrix.js';
import { rocAuc } from './rocAuc.js';
import { meanOf, predictions, topKAccuracy, topKCorrect } from './topKAccuracy.js';

/** One measurement, as a row of a tidy table. Values are 0..1, with a 95 % interval. */
export type ResultRow = {
  readonly task: string;
  readonly method: string;
  readonly metric: MetricName | 'top-5 accuracy';
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Test samples. */
  readonly n: number;
  readonly classes: number;
  /** What guessing would score. */
  readonly chance: number;
};

/** With fewer classes five guesses are too many to tell anything. */
const CLASSES_FOR_TOP_5 = 50;

/**
 * The measurements of one method on one task's test split: its metric first, and top-5 accuracy where there are 50
 * classes or more. Shares have Clopper–Pearson intervals, the other metrics bootstrap ones.
 * @param scores [N, K] @param labels [N]; of several labels the first
 * @param labelSets [N, K], 1 where a sample has the label: for tasks with several labels a sample
 * @throws UserError where labels or the metric do not fit, or a score is not finite, naming the sample
 * @example
 * const logits = { data: Float32Array.of(2, 1, 0, 3), rows: 2, columns: 2 };
 * const named = { task: 'mine', method: 'zero-shot', metric: 'accuracy' } as const;
 * show(from(await resultRows(named, logits, Int32Array.of(0, 1), createRandom(1))));
 */
export async function resultRows(
  named: { readonly task: string; readonly method: string; readonly metric: Metric },
  scores: Matrix,
  labels: Int32Array,
  random: Random,
  labelSets?: Uint8Array,
): Promise<ResultRow[]> {
  requireScored(named.metric, scores, labels, labelSets);
  const shared = { task: named.task, method: named.method, n: labels.length, classes: scores.columns };
  const shareRow = async (metric: 'accuracy' | 'top-5 accuracy', k: number): Promise<ResultRow> => {
    const correct = topKCorrect(scores, labels, k).filter(Boolean).length;
    const interval = await clopperPearson(correct, labels.length);
    const value = topKAccuracy(scores, labels, k);
    return { ...shared, metric, value, ...interval, chance: Math.min(1, k / scores.columns) };
  };
  const { metric } = named;
  const main = metric === 'accuracy' ? await shareRow('accuracy', 1) : resampledRow(metric);
  return scores.columns >= CLASSES_FOR_TOP_5 ? [main, await shareRow('top-5 accuracy', 5)] : [main];

  function resampledRow(kind: Exclude<Metric, 'accuracy'>): ResultRow {
    const { statistic, chance } = STATISTICS[kind](scores, labels, labelSets);
    const all = Int32Array.from(labels, (_, k) => k);
    const interval = bootstrapInterval(labels.length, statistic, { random, centered: kind === 'elevenPointMap' });
    return { ...shared, metric: METRIC_NAMES[kind], value: statistic(all), ...interval, chance };
  }
}

/**
 * The value of a task's metric, 0..1.
 * @param scores [N, K] @param labels [N] @param labelSets as for `resultRows`
 * @throws UserError as `resultRows` does
 * @example
 * const logits = { data: Float32Array.of(2, 1, 0, 3), rows: 2, columns: 2 };
 * metricValue('accuracy', logits, Int32Array.of(0, 0)); // 0.5
 */
export function metricValue(metric: Metric, scores: Matrix, labels: Int32Array, labelSets?: Uint8Array): number {
  return pointEstimate(metric, scores, labels, labelSets).value;
}

/**
 * A measurement without its interval: the metric by the name that result rows have it by, its value, and what guessing
 * would score.
 */
export type PointEstimate = Pick<ResultRow, 'metric' | 'value' | 'chance'>;

/** As `metricValue`, with all that a row of a table says of it. @throws UserError as `resultRows` does */
export function pointEstimate(
  metric: Metric,
  scores: Matrix,
  labels: Int32Array,
  labelSets?: Uint8Array,
): PointEstimate {
  requireScored(metric, scores, labels, labelSets);
  if (metric === 'accuracy') return { metric, value: topKAccuracy(scores, labels), chance: 1 / scores.columns };
  const { statistic, chance } = STATISTICS[metric](scores, labels, labelSets);
  return { metric: METRIC_NAMES[metric], value: statistic(Int32Array.from(labels, (_, n) => n)), chance };
}

/**
 * The metric of the samples at some indices, drawn once or several times each.
 * @throws UserError as `resultRows` does
 */
export function metricStatistic(
  metric: Metric,
  scores: Matrix,
  labels: Int32Array,
  labelSets?: Uint8Array,
): (indices: Int32Array) => number {
  requireScored(metric, scores, labels, labelSets);
  if (metric !== 'accuracy') return STATISTICS[metric](scores, labels, labelSets).statistic;
  const correct = Uint8Array.from(topKCorrect(scores, labels, 1), Number);
  return (indices) => {
    let sum = 0;
    for (let n = 0; n < indices.length; n++) sum += correct[indices[n]!]!;
    return sum / indices.length;
  };
}

/**
 * Refuses a metric that is none, or that does not fit the number of classes, before any score is there.
 * @throws UserError
 */
export function requireMetric(metric: Metric, classes: number): void {
  if (metric !== 'accuracy' && !Object.hasOwn(STATISTICS, metric))
    throw new UserError(
      `the metric is ${told(metric)}, expected one of accuracy, ${Object.keys(STATISTICS).join(', ')}.`,
    );
  if (metric === 'rocAuc' && classes !== 2)
    throw new UserError(`a ROC curve needs two classes and not ${classes}: take another metric.`);
}

function requireScored(metric: Metric, scores: Matrix, labels: Int32Array, labelSets?: Uint8Array): void {
  requireMatrix(scores, 'the scores', { row: 'sample' });
  requireMetric(metric, scores.columns);
  requireLabels(labels, scores.rows, scores.columns, 'samples');
  if (labelSets) requireLabelSets(labelSets, scores.rows, scores.columns);
}

interface Statistic {
  /** The metric of the samples at some indices. */
  readonly statistic: (indices: Int32Array) => number;
  readonly chance: number;
}

const STATISTICS: Readonly<
  Record<Exclude<Metric, 'accuracy'>, (scores: Matrix, labels: Int32Array, labelSets?: Uint8Array) => Statistic>
> = {
  meanPerClass(scores, labels) {
    return {
      chance: guessing('meanPerClass', scores.columns).chance,
      statistic: meanPerClassOfDraws(predictions(scores), labels, scores.columns),
    };
  },

  meanTop1Top5(scores, labels) {
    const [top1, top5] = [topKCorrect(scores, labels, 1), topKCorrect(scores, labels, 5)];
    const points = Float64Array.from(top1, (first, n) => (Number(first) + Number(top5[n])) / 2);
    return {
      chance: guessing('meanTop1Top5', scores.columns).chance,
      statistic: (indices) => indices.reduce((sum, k) => sum + points[k]!, 0) / indices.length,
    };
  },

  /** Of two classes the second counts as positive. */
  rocAuc({ data }, labels) {
    const margin = Float64Array.from(labels, (_, n) => data[2 * n + 1]! - data[2 * n]!);
    const statistic = (indices: Int32Array): number => {
      const drawn = indices.map((k) => labels[k]!);
      // A resample without one of the classes orders nothing.
      if (drawn.every((label) => label === drawn[0])) return 0.5;
      return rocAuc(
        Float64Array.from(indices, (k) => margin[k]!),
        drawn,
      );
    };
    return { chance: guessing('rocAuc', 2).chance, statistic };
  },

  /** Ranked are the probabilities over the classes, which are comparable from image to image as logits are not. */
  elevenPointMap(scores, _, labelSets) {
    if (!labelSets)
      throw new UserError('mean average precision needs the set of labels of each sample: pass labelSets.');
    return { statistic: elevenPointMapOfDraws(softmaxRows(scores), labelSets), chance: meanOf([...labelSets]) };
  },
};
