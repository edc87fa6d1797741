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
