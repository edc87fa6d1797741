/** A score of a probe's predictions, higher is better. */
export type ProbeScore = (predicted: Int32Array, labels: Int32Array) => number;

/** Before so many looks nothing is said. */
const FEWEST_LOOKS = 4;

/**
 * Whether a fit may still come to score above `toBeat`, judged as it goes: the predictions that turned right over the
 * last half of its iterations are taken to turn right once more, and none to turn wrong. Progress of a fit slows down:
 * what is still to come is seldom more. On the suite the score of the C that is chosen stays within two validation
 * images of that of a search without.
 * @returns asked with the predictions so far, at even distances
 */
export function canStillWin(
  labels: Int32Array,
  score: ProbeScore,
  toBeat: (score: number) => boolean,
): (predicted: Int32Array) => boolean {
  const seen: Int32Array[] = [];
  return (predicted) => {
    seen.push(predicted);
    if (seen.length < FEWEST_LOOKS) return true;
    const before = seen[Math.ceil(seen.length / 2) - 1]!;
    const undone = predicted.map((label, n) => (label === labels[n] ? before[n]! : label));
    const now = score(predicted, labels);
    return toBeat(now + Math.max(now - score(undone, labels), 0));
  };
}
