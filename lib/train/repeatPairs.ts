/** How many times in an epoch each pair of an icon set is drawn, by the set's prefix; once where it is not named. */
export type Repeats = Readonly<Record<string, number>>;

/**
 * The pairs of one epoch as indices: each as often as its set is to be drawn. A contrastive model learns what its
 * batches ask it to tell apart, so a kind of image that is one in twenty is learned among the others, not among its
 * own.
 */
export function repeatPairs(sets: readonly string[], repeats: Repeats = {}): Uint32Array {
  return Uint32Array.from(sets.flatMap((set, k) => new Array<number>(repeats[set] ?? 1).fill(k)));
}
