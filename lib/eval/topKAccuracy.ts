import { matrixRow, type Matrix } from './matrix.js';

/**
 * The column with the highest score in each row; the lowest index where several tie.
 * @param scores [N, K]
 */
export function predictions(scores: Matrix): Int32Array {
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
 */
export function topKCorrect(scores: Matrix, labels: ArrayLike<number>, k: number): boolean[] {
  requireLabels(labels, scores.rows, scores.columns);
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

/** @throws RangeError where labels do not fit N rows and K classes, or there are none */
export function requireLabels(labels: ArrayLike<number>, rows: number, classes: number): void {
  if (labels.length !== rows || rows === 0) throw new RangeError(`${labels.length} labels for ${rows} rows`);
  for (let n = 0; n < rows; n++) {
    const label = labels[n]!;
    if (!(Number.isInteger(label) && label >= 0 && label < classes)) {
      throw new RangeError(`label ${n} is ${label}, and there are ${classes} classes`);
    }
  }
}

/** The mean of some numbers. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
