import type { Metric } from '../../datasets/metric.js';
import { METRIC_NAMES } from './metricNames.js';

/** What guessing among some classes scores, 0..1; with several labels a sample it depends on the labels. */
const CHANCE: Readonly<Record<Exclude<Metric, 'elevenPointMap'>, (classes: number) => number>> = {
  accuracy: (classes) => 1 / classes,
  meanPerClass: (classes) => 1 / classes,
  meanTop1Top5: (classes) => (1 / classes + Math.min(1, 5 / classes)) / 2,
  rocAuc: () => 0.5,
};

export type SingleLabelMetric = keyof typeof CHANCE;

/** A metric's name in tables, and what guessing among some classes scores in it, 0..1. */
export function guessing(
  metric: SingleLabelMetric,
  classes: number,
): { readonly name: (typeof METRIC_NAMES)[SingleLabelMetric]; readonly chance: number } {
  return { name: METRIC_NAMES[metric], chance: CHANCE[metric](classes) };
}
