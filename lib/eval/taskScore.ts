import { elevenPointMap } from './elevenPointMap.js';
import { softmaxRows, type Matrix } from './matrix.js';
import { meanPerClassAccuracy } from './meanPerClassAccuracy.js';
import type { TaskMetric } from './resultRows.js';
import { rocAuc } from './rocAuc.js';
import { predictions, topKAccuracy } from './topKAccuracy.js';

/** What scores are compared with: see `Split`. */
export interface TrueLabels {
  /** [N]; of several labels the first. */
  readonly labels: Int32Array;
  /** [N, K], 1 where a sample has the label: where it may have several. */
  readonly labelSets?: Uint8Array;
}

/**
 * A task's score, 0..1, without an interval: what a search compares (`resultRows` is for results).
 * @param scores [N, K]
 * @throws RangeError where the labels do not fit the scores or the metric
 */
export function taskScore(metric: TaskMetric, scores: Matrix, { labels, labelSets }: TrueLabels): number {
  const { data, columns } = scores;
  switch (metric) {
    case 'accuracy':
      return topKAccuracy(scores, labels);
    case 'meanPerClass':
      return meanPerClassAccuracy(predictions(scores), labels);
    case 'rocAuc':
      if (columns !== 2) throw new RangeError(`a ROC curve needs two classes and not ${columns}`);
      return rocAuc(
        Float64Array.from(labels, (_, n) => data[2 * n + 1]! - data[2 * n]!),
        labels,
      );
    case 'elevenPointMap':
      if (!labelSets) throw new RangeError('mean average precision needs the set of labels of each sample');
      return elevenPointMap(softmaxRows(scores), labelSets);
  }
}
