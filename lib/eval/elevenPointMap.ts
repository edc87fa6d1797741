import type { Matrix } from './matrix.js';
import { meanOf } from './topKAccuracy.js';

/** Recall is read at 0, 0.1, ... 1. */
const LEVELS = 10;

/**
 * Average precision as VOC2007 measures it: the mean over eleven levels of recall of the best precision at that recall or more.
 * Samples of equal score come in together.
 * @param scores [N] @param present [N], 1 where the class is there; undefined without such a sample
 */
export function elevenPointPrecision(scores: ArrayLike<number>, present: ArrayLike<number>): number | undefined {
  const order = Array.from({ length: scores.length }, (_, k) => k).sort((a, b) => scores[b]! - scores[a]!);
  const positives = order.filter((k) => present[k] === 1).length;
  if (positives === 0) return undefined;
  const best = new Float64Array(LEVELS + 1);
  let found = 0;
  for (let n = 0; n < order.length; n++) {
    if (present[order[n]!] === 1) found++;
    if (n + 1 < order.length && scores[order[n + 1]!] === scores[order[n]!]) continue;
    // In whole numbers, so that a recall of exactly 0.3 counts for the level 0.3.
    const reached = Math.floor((LEVELS * found) / positives);
    for (let level = 0; level <= reached; level++) best[level] = Math.max(best[level]!, found / (n + 1));
  }
  return meanOf([...best]);
}

/**
 * The mean over classes of the eleven-point average precision (PASCAL VOC 2007, paper table 9). Classes without a sample are left out.
 * @param scores [N, K] @param present [N, K], 1 where a sample has the class
 * @throws RangeError where the sizes differ or no class has a sample
 */
export function elevenPointMap({ data, rows, columns }: Matrix, present: ArrayLike<number>): number {
  if (present.length !== rows * columns) {
    throw new RangeError(`${present.length} labels for ${rows} samples of ${columns} classes`);
  }
  const column = (values: ArrayLike<number>, k: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, n) => values[n * columns + k]!);
  const perClass = Array.from({ length: columns }, (_, k) => elevenPointPrecision(column(data, k), column(present, k)));
  const known = perClass.flatMap((precision) => precision ?? []);
  if (known.length === 0) throw new RangeError('no class has a sample, so there is no precision');
  return meanOf(known);
}
