import { requireFinite } from '../../io/requireFinite.js';
import { UserError } from '../../io/userError.js';
import type { Matrix } from '../matrix.js';
import { requireLabels } from './requireLabels.js';
import { requireMatrix } from '../requireMatrix.js';
import { meanOf } from './topKAccuracy.js';

/**
 * The area under the ROC curve: how often a positive sample scores above a negative one, ties counting one half
 * (Hateful Memes, paper table 9).
 * @param scores [N] @param labels [N], 1 where positive, else 0
 * @throws UserError where the lengths differ, one kind is missing (there is no curve then), or a score is not finite
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  requireLabels(labels, scores.length, 2, 'scores');
  requireFinite(scores, (at) => `score ${at}`, 'samples cannot be put in order by it');
  const order = Array.from({ length: scores.length }, (_, k) => k).sort((a, b) => scores[a]! - scores[b]!);
  const positives = order.filter((k) => labels[k] === 1).length;
  const negatives = labels.length - positives;
  if (positives === 0 || negatives === 0)
    throw new UserError(
      `${positives} positive and ${negatives} negative labels give no ROC curve: measure on samples of both kinds.`,
    );
  // Ranks from 1, equal scores sharing their mean: the Mann-Whitney statistic.
  let rankSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (scores[order[to]!] === scores[order[from]!]) to++; // behind the last is nothing, which equals no score
    for (let k = from; k < to; k++) if (labels[order[k]!] === 1) rankSum += (from + 1 + to) / 2;
    from = to;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * The mean over classes of the area under the ROC curve of each class against the rest.
 * @param probabilities [N, K] @param labels [N], 0..K-1
 * @throws UserError where the lengths differ, a class has no sample or all of them, or a probability is not finite
 */
export function oneVsRestAuc(probabilities: Matrix, labels: ArrayLike<number>): number {
  const { data, rows, columns: K } = probabilities;
  requireMatrix(probabilities, 'the probabilities');
  requireLabels(labels, rows, K);
  const areas = Array.from({ length: K }, (_, k) =>
    rocAuc(
      Float32Array.from({ length: rows }, (_, n) => data[n * K + k]!),
      Uint8Array.from(labels, (label) => (label === k ? 1 : 0)),
    ),
  );
  return meanOf(areas);
}
