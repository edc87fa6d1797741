import { isBetween } from '../../io/isBetween.js';
import { requireNumber } from '../../io/requireNumber.js';
import { requireRows } from '../../io/requireRows.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';

/** A model's accuracy on the distribution it is compared on, and on a shifted one; 0..1, both ends excluded. */
export interface AccuracyPair {
  readonly inDistribution: number;
  readonly shifted: number;
}

/**
 * The line through baseline models in logits of accuracy: logit(shifted) = slope * logit(inDistribution) + intercept.
 */
export interface RobustnessLine {
  readonly slope: number;
  readonly intercept: number;
  /** The share of the variance of logit(shifted) that the line explains. */
  readonly r2: number;
}

function logit(accuracy: number): number {
  if (!isBetween(accuracy, 0, 1))
    throw new UserError(
      `the logit of an accuracy of ${told(accuracy)} is not finite: give shares between 0 and 1, both excluded.`,
    );
  return Math.log(accuracy / (1 - accuracy));
}

/**
 * Fits baselines by least squares (paper sec 3.3; Taori et al., 2020).
 * @throws UserError for fewer than two baselines, none that differ in distribution, or an accuracy of 0 or 1
 * @example
 * const { slope, intercept, r2 } = fitRobustnessLine([
 *   { inDistribution: 0.6, shifted: 0.4 },
 *   { inDistribution: 0.7, shifted: 0.5 },
 *   { inDistribution: 0.8, shifted: 0.62 },
 * ]);
 */
export function fitRobustnessLine(baselines: readonly AccuracyPair[]): RobustnessLine {
  requireRows(baselines, 'the baselines');
  if (baselines.length < 2) throw new UserError(`${baselines.length} baselines make no line: give two models or more.`);
  const x = baselines.map(({ inDistribution }) => logit(inDistribution));
  const y = baselines.map(({ shifted }) => logit(shifted));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const products = (a: readonly number[], centerA: number, b: readonly number[], centerB: number): number =>
    a.reduce((sum, value, k) => sum + (value - centerA) * (b[k]! - centerB), 0);
  const [xx, xy, yy] = [products(x, meanX, x, meanX), products(x, meanX, y, meanY), products(y, meanY, y, meanY)];
  if (xx === 0)
    throw new UserError(
      'all baselines have the same accuracy in distribution, which makes no line: add one that differs.',
    );
  return { slope: xy / xx, intercept: meanY - (xy / xx) * meanX, r2: yy === 0 ? 1 : (xy * xy) / (xx * yy) };
}

/**
 * The accuracy under shift that the baselines' line expects of a model.
 * @throws UserError where a number is not finite or no accuracy
 * @example
 * const line = fitRobustnessLine([
 *   { inDistribution: 0.7, shifted: 0.5 },
 *   { inDistribution: 0.8, shifted: 0.62 },
 * ]);
 * expectedUnderShift(line, 0.75); // about 0.56
 */
export function expectedUnderShift({ slope, intercept }: RobustnessLine, inDistribution: number): number {
  requireNumber(slope, 'the slope of the line');
  requireNumber(intercept, 'the intercept of the line');
  return 1 / (1 + Math.exp(-(slope * logit(inDistribution) + intercept)));
}

/**
 * Effective robustness: how far a model's accuracy under shift lies above what the baselines' line expects of it (paper
 * sec 3.3).
 * @example
 * const line = fitRobustnessLine([
 *   { inDistribution: 0.7, shifted: 0.5 },
 *   { inDistribution: 0.8, shifted: 0.62 },
 * ]);
 * effectiveRobustness(line, { inDistribution: 0.76, shifted: 0.7 }); // how far above the line
 */
export function effectiveRobustness(line: RobustnessLine, { inDistribution, shifted }: AccuracyPair): number {
  requireNumber(shifted, 'the accuracy under shift', 0, 1);
  return shifted - expectedUnderShift(line, inDistribution);
}
