import { UserError } from '../../io/userError.js';
import { requireWholes } from './requireWholes.js';
import { meanOf } from './topKAccuracy.js';

/**
 * Accuracy of each class that occurs in the labels, 0..1.
 * @throws UserError where they are not as many, or no whole numbers
 */
export function perClassAccuracy(predicted: ArrayLike<number>, labels: ArrayLike<number>): Map<number, number> {
  if (predicted.length !== labels.length || labels.length === 0) {
    throw new UserError(
      `${predicted.length} predictions for ${labels.length} labels, expected one for each, of one sample or more.`,
    );
  }
  requireWholes(labels, 'label');
  requireWholes(predicted, 'prediction');
  const counts = new Map<number, { correct: number; total: number }>();
  for (let n = 0; n < labels.length; n++) {
    const label = labels[n]!;
    const count = counts.get(label) ?? { correct: 0, total: 0 };
    count.total++;
    if (predicted[n] === label) count.correct++;
    counts.set(label, count);
  }
  return new Map([...counts].map(([label, { correct, total }]) => [label, correct / total]));
}

/**
 * The mean of the classes' accuracies, 0..1: what the paper reports for Pets, Flowers, Caltech-101 and Aircraft
 * (appendix A).
 */
export function meanPerClassAccuracy(predicted: ArrayLike<number>, labels: ArrayLike<number>): number {
  return meanOf([...perClassAccuracy(predicted, labels).values()]);
}

/**
 * `meanPerClassAccuracy` of the samples at some indices, for thousands of draws of them: counted in place, to the same
 * bits, as the classes are summed in the same order, by where they first occur.
 * @param predicted [N] @param labels [N], 0..classes-1
 */
export function meanPerClassOfDraws(
  predicted: Int32Array,
  labels: Int32Array,
  classes: number,
): (indices: Int32Array) => number {
  const [total, correct, seen] = [new Int32Array(classes), new Int32Array(classes), new Int32Array(classes)];
  return (indices) => {
    let count = 0;
    for (let n = 0; n < indices.length; n++) {
      const k = indices[n]!;
      const label = labels[k]!;
      if (total[label] === 0) seen[count++] = label;
      total[label] = total[label]! + 1;
      if (predicted[k] === label) correct[label] = correct[label]! + 1;
    }
    let sum = 0;
    for (let c = 0; c < count; c++) {
      const label = seen[c]!;
      sum += correct[label]! / total[label]!;
      total[label] = 0;
      correct[label] = 0;
    }
    return sum / count;
  };
}
