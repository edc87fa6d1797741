import type { Metric } from '../../datasets/metric.js';

/** What a metric is called in tables and figures. */
export type MetricName = 'accuracy' | 'mean per class' | 'ROC AUC' | '11-point mAP' | 'mean of top-1 and top-5';

/** The name of each metric. */
export const METRIC_NAMES = {
  accuracy: 'accuracy',
  meanPerClass: 'mean per class',
  rocAuc: 'ROC AUC',
  elevenPointMap: '11-point mAP',
  meanTop1Top5: 'mean of top-1 and top-5',
} as const satisfies Record<Metric, MetricName>;
