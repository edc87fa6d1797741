/** A fit of the search for C, by what it is judged. */
export interface JudgedC {
  readonly log10C: number;
  /** On the validation split. */
  readonly score: number;
}

/**
 * Whether one penalty is to be preferred: for its score; and where several tie, as they do on a small validation split,
 * the C nearest to 1, and of two equally near the smaller. A tie says nothing of the penalty, and at the ends of the
 * range a refit on more samples may go astray: with C = 1e-6 weights vanish beside the bias, and the most frequent
 * classes win.
 */
export function betterC(one: JudgedC, other: JudgedC): boolean {
  if (one.score !== other.score) return one.score > other.score;
  const nearer = Math.abs(other.log10C) - Math.abs(one.log10C);
  return nearer !== 0 ? nearer > 0 : one.log10C < other.log10C;
}
