import { requireWhole } from '../../io/requireWhole.js';
import { matrixRow, type Matrix } from '../matrix.js';
import { requireLabels } from './requireLabels.js';
import { requireMatrix } from '../requireMatrix.js';

/**
 * The column with the highest score in each row; the lowest index where several tie.
 * @param scores [N, K], K >= 1
 * @throws UserError naming a row with a score that is not finite
 */
export function predictions(scores: Matrix): Int32Array {
  requireMatrix(scores, 'the scores');
  requireWhole(scores.columns, 'the number of classes', 1);
  return Int32Array.from({ length: scores.rows }, (_, k) => {
    const row = matrixRow(scores, k);
    let best = 0;
    for (let j = 1; j < row.length; j++) if (row[j]! > row[best]!) best = j;
    return best;
  });
}

/**
 * For each row, whether its label is among the `k` highest scores; among equal scores the lowest index comes first.
 * @param scores [N, K]
 * @param labels [N], 0..K-1
 * @param k at least 1
 * @throws UserError where labels do not fit, or a score is not finite
 */
export function topKCorrect(scores: Matrix, labels: ArrayLike<number>, k: number): boolean[] {
  requireMatrix(scores, 'the scores');
  requireLabels(labels, scores.rows, scores.columns);
  requireWhole(k, 'k', 1);
  return Array.from({ length: scores.rows }, (_, n) => {
    const row = matrixRow(scores, n);
    const label = labels[n]!;
    const own = row[label]!;
    let before = 0;
    for (let j = 0; j < row.length; j++) if (row[j]! > own || (row[j] === own && j < label)) before++;
    return before < k;
  });
}

/** The share of rows whose label is among the `k` highest scores, 0..1. */
export function topKAccuracy(scores: Matrix, labels: ArrayLike<number>, k = 1): number {
  return meanOf(topKCorrect(scores, labels, k).map(Number));
}

/** The mean of some numbers. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
