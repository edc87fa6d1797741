/** One of several tests made together. */
export interface CorrectedTest {
  readonly p: number;
  /** p times the number of tests, at most 1. */
  readonly adjusted: number;
  /** Whether p is at most `alpha` over the number of tests. */
  readonly significant: boolean;
}

/**
 * Bonferroni's correction: of m tests made together, each is held to alpha / m, so that all of them err with a probability of at
 * most alpha (paper sec 5).
 * @param p 0..1 each
 * @throws RangeError where a p or alpha is not between 0 and 1
 */
export function bonferroni(p: readonly number[], alpha = 0.05): CorrectedTest[] {
  const wrong = [...p, alpha].find((value) => !(value >= 0 && value <= 1));
  if (wrong !== undefined) throw new RangeError(`a probability of ${wrong} is not between 0 and 1`);
  return p.map((value) => ({
    p: value,
    adjusted: Math.min(1, p.length * value),
    significant: value <= alpha / p.length,
  }));
}
