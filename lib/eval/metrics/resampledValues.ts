import type { Metric } from '../../datasets/metric.js';
import type { Random } from '../../engine/random.js';
import { requireWhole } from '../../io/requireWhole.js';
import type { Matrix } from '../matrix.js';
import { drawnValues } from '../statistics/interval.js';
import { metricStatistic } from './resultRows.js';

/**
 * A metric on resamples of the test images. Two ways to classify that are resampled by generators of one seed have seen
 * the same draws of images, so that their differences are paired: what makes an image hard for both is in neither.
 * @param scores [N, K] @param labels [N] @param random draws N of the images with replacement, `count` times
 * @returns [count], 0..1, to a thousandth of a point: journals keep them as text
 * @throws UserError as `resultRows` does
 */
export function resampledValues(
  metric: Metric,
  scores: Matrix,
  labels: Int32Array,
  {
    random,
    count,
    labelSets,
  }: { readonly random: Random; readonly count: number; readonly labelSets?: Uint8Array | undefined },
): number[] {
  requireWhole(count, 'the number of resamples', 1);
  const statistic = metricStatistic(metric, scores, labels, labelSets);
  return drawnValues(labels.length, statistic, { random, resamples: count }).map(
    (value) => Math.round(1e5 * value) / 1e5,
  );
}
