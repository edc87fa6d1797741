import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { requireProbability } from './requireProbability.js';

/** One of several tests made together. */
export interface CorrectedTest {
  readonly p: number;
  /** p times the number of tests, at most 1. */
  readonly adjusted: number;
  /** Whether p is at most `alpha` over the number of tests. */
  readonly significant: boolean;
}

/**
 * Bonferroni's correction: of m tests made together, each is held to alpha / m, so that all of them err with a
 * probability of at most alpha (paper sec 5).
 * @param p 0..1 each
 * @throws UserError where a p or alpha is not between 0 and 1
 */
export function bonferroni(p: readonly number[], alpha = 0.05): CorrectedTest[] {
  const isList: boolean = Array.isArray(p);
  if (!isList) throw new UserError(`the probabilities are ${told(p)}, expected a list such as [0.01, 0.2].`);
  // An index at a time, for holes are passed over by \`forEach\`.
  for (let k = 0; k < p.length; k++) requireProbability(p[k]!);
  requireProbability(alpha);
  return p.map((value) => ({
    p: value,
    adjusted: Math.min(1, p.length * value),
    significant: value <= alpha / p.length,
  }));
}
