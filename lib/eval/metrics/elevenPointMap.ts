import { requireFinite } from '../../io/requireFinite.js';
import { UserError } from '../../io/userError.js';
import type { Matrix } from '../matrix.js';
import { requireLabelSets } from './requireLabels.js';
import { requireMatrix } from '../requireMatrix.js';
import { meanOf } from './topKAccuracy.js';

/** Recall is read at 0, 0.1, ... 1. */
const LEVELS = 10;

/**
 * Average precision as VOC2007 measures it: the mean over eleven levels of recall of the best precision at that recall
 * or more. Samples of equal score come in together.
 * @param scores [N] @param present [N], 1 where the class is there, else 0; undefined without a 1
 * @throws UserError where the lengths differ, or a score is not finite
 */
export function elevenPointPrecision(scores: ArrayLike<number>, present: ArrayLike<number>): number | undefined {
  requireLabelSets(present, scores.length, 1);
  requireFinite(scores, (at) => `score ${at}`, 'samples cannot be put in order by it');
  const order = Array.from({ length: scores.length }, (_, k) => k).sort((a, b) => scores[b]! - scores[a]!);
  const positives = order.filter((k) => present[k] === 1).length;
  if (positives === 0) return undefined;
  const best = new Float64Array(LEVELS + 1);
  let found = 0;
  for (let n = 0; n < order.length; n++) {
    if (present[order[n]!] === 1) found++;
    if (scores[order[n + 1]!] === scores[order[n]!]) continue; // behind the last is nothing, which equals no score
    // In whole numbers, so that a recall of exactly 0.3 counts for the level 0.3.
    const reached = Math.floor((LEVELS * found) / positives);
    for (let level = 0; level <= reached; level++) best[level] = Math.max(best[level]!, found / (n + 1));
  }
  return meanOf([...best]);
}

/**
 * The mean over classes of the eleven-point average precision (PASCAL VOC 2007, paper table 9). Classes without a
 * sample are left out.
 * @param scores [N, K] @param present [N, K], 1 where a sample has the class
 * @throws UserError where the sizes differ, no class has a sample, or a score is not finite
 */
export function elevenPointMap(scores: Matrix, present: ArrayLike<number>): number {
  const { data, rows, columns } = scores;
  requireMatrix(scores, 'the scores');
  requireLabelSets(present, rows, columns);
  const column = (values: ArrayLike<number>, k: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, n) => values[n * columns + k]!);
  const perClass = Array.from({ length: columns }, (_, k) => elevenPointPrecision(column(data, k), column(present, k)));
  const known = perClass.flatMap((precision) => precision ?? []);
  if (known.length === 0)
    throw new UserError('no class has a sample, so there is no precision: measure on samples that have labels.');
  return meanOf(known);
}
