import type { Random } from '../engine/random.js';
import { bootstrapInterval, clopperPearson } from './interval.js';
import type { Matrix } from './matrix.js';
import { meanPerClassAccuracy } from './meanPerClassAccuracy.js';
import { predictions, topKAccuracy, topKCorrect } from './topKAccuracy.js';

/** How a task is scored: the share of right answers, or its mean over classes. */
export type TaskMetric = 'accuracy' | 'meanPerClass';

/** One measurement, as a row of a tidy table. Values are 0..1, with a 95 % interval. */
export type ResultRow = {
  readonly task: string;
  readonly method: string;
  readonly metric: 'accuracy' | 'mean per class' | 'top-5 accuracy';
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
 * The measurements of one method on one task's test split: its metric first, and top-5 accuracy where there are 50 classes
 * or more. Shares have Clopper–Pearson intervals, means over classes bootstrap ones.
 * @param scores [N, K] @param labels [N]
 */
export async function resultRows(
  named: { readonly task: string; readonly method: string; readonly metric: TaskMetric },
  scores: Matrix,
  labels: Int32Array,
  random: Random,
): Promise<ResultRow[]> {
  const shared = { task: named.task, method: named.method, n: labels.length, classes: scores.columns };
  const shareRow = async (metric: 'accuracy' | 'top-5 accuracy', k: number): Promise<ResultRow> => {
    const correct = topKCorrect(scores, labels, k).filter(Boolean).length;
    const interval = await clopperPearson(correct, labels.length);
    const value = topKAccuracy(scores, labels, k);
    return { ...shared, metric, value, ...interval, chance: Math.min(1, k / scores.columns) };
  };
  const main = named.metric === 'accuracy' ? await shareRow('accuracy', 1) : meanPerClassRow();
  return scores.columns >= CLASSES_FOR_TOP_5 ? [main, await shareRow('top-5 accuracy', 5)] : [main];

  function meanPerClassRow(): ResultRow {
    const predicted = predictions(scores);
    const interval = bootstrapInterval(
      labels.length,
      (indices) =>
        meanPerClassAccuracy(
          indices.map((k) => predicted[k]!),
          indices.map((k) => labels[k]!),
        ),
      { random },
    );
    const value = meanPerClassAccuracy(predicted, labels);
    return { ...shared, metric: 'mean per class', value, ...interval, chance: 1 / scores.columns };
  }
}
