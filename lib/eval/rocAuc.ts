import type { Matrix } from './matrix.js';
import { meanOf } from './topKAccuracy.js';

/**
 * The area under the ROC curve: how often a positive sample scores above a negative one, ties counting one half (Hateful Memes, paper
 * table 9).
 * @param scores [N] @param labels [N], 1 where positive
 * @throws RangeError where the lengths differ or one kind is missing: there is no curve then
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, k) => k).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  for (let k = 0; k < labels.length; k++) if (labels[k] === 1) positives++;
  const negatives = labels.length - positives;
  if (labels.length !== scores.length || positives === 0 || negatives === 0) {
    throw new RangeError(
      `${scores.length} scores, ${positives} positive and ${negatives} negative labels give no ROC curve`,
    );
  }
  // Ranks from 1, equal scores sharing their mean: the Mann-Whitney statistic.
  let rankSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    for (let k = from; k < to; k++) if (labels[order[k]!] === 1) rankSum += (from + 1 + to) / 2;
    from = to;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * The mean over classes of the area under the ROC curve of each class against the rest.
 * @param probabilities [N, K] @param labels [N], 0..K-1
 * @throws RangeError where the lengths differ or a class has no sample, or all of them
 */
export function oneVsRestAuc({ data, columns: K }: Matrix, labels: ArrayLike<number>): number {
  const areas = Array.from({ length: K }, (_, k) =>
    rocAuc(
      Float32Array.from({ length: data.length / K }, (_, n) => data[n * K + k]!),
      Uint8Array.from(labels, (label) => (label === k ? 1 : 0)),
    ),
  );
  return meanOf(areas);
}
