import { requireFinite } from '../../io/requireFinite.js';
import { UserError } from '../../io/userError.js';
import type { Matrix } from '../matrix.js';
import { requireLabelSets } from './requireLabels.js';
import { requireMatrix } from '../requireMatrix.js';
import { meanOf } from './topKAccuracy.js';

/** Recall is read at 0, 0.1, ... 1. */
const LEVELS = 10;

/** A class's samples, the highest score first. */
interface Ranked {
  readonly order: Int32Array;
  readonly isPresent: Uint8Array;
  /** Samples of equal score come in together: 1 for the last of them. */
  readonly endsGroup: Uint8Array;
}

/** Puts samples in order by their scores [N]; present [N] is 1 where the class is there. */
function rank(scores: ArrayLike<number>, present: ArrayLike<number>): Ranked {
  const order = Int32Array.from({ length: scores.length }, (_, n) => n).sort((a, b) => scores[b]! - scores[a]!);
  return {
    order,
    isPresent: Uint8Array.from(order, (n) => present[n]!),
    // Behind the last is nothing, which equals no score.
    endsGroup: Uint8Array.from(order, (n, at) => (scores[order[at + 1]!] === scores[n] ? 0 : 1)),
  };
}

/** The precision of samples that occur so many times each [N]; undefined where none has the class. */
function precisionOf({ order, isPresent, endsGroup }: Ranked, times: Int32Array): number | undefined {
  let positives = 0;
  for (let at = 0; at < order.length; at++) positives += isPresent[at]! * times[order[at]!]!;
  if (positives === 0) return undefined;
  const best = new Array<number>(LEVELS + 1).fill(0);
  let [drawn, found] = [0, 0];
  for (let at = 0; at < order.length; at++) {
    drawn += times[order[at]!]!;
    found += isPresent[at]! * times[order[at]!]!;
    if (endsGroup[at] === 0 || drawn === 0) continue;
    // In whole numbers, so that a recall of exactly 0.3 counts for the level 0.3.
    const reached = Math.floor((LEVELS * found) / positives);
    for (let level = 0; level <= reached; level++) best[level] = Math.max(best[level]!, found / drawn);
  }
  return meanOf(best);
}

/**
 * Average precision as VOC2007 measures it: the mean over eleven levels of recall of the best precision at that recall
 * or more. Samples of equal score come in together.
 * @param scores [N] @param present [N], 1 where the class is there, else 0; undefined without a 1
 * @throws UserError where the lengths differ, or a score is not finite
 */
export function elevenPointPrecision(scores: ArrayLike<number>, present: ArrayLike<number>): number | undefined {
  requireLabelSets(present, scores.length, 1);
  requireFinite(scores, (at) => `score ${at}`, 'samples cannot be put in order by it');
  return precisionOf(rank(scores, present), new Int32Array(scores.length).fill(1));
}

/**
 * The mean over classes of the eleven-point average precision (PASCAL VOC 2007, paper table 9). Classes without a
 * sample are left out.
 * @param scores [N, K] @param present [N, K], 1 where a sample has the class
 * @throws UserError where the sizes differ, no class has a sample, or a score is not finite
 */
export function elevenPointMap(scores: Matrix, present: ArrayLike<number>): number {
  return elevenPointMapOfDraws(scores, present)(Int32Array.from({ length: scores.rows }, (_, n) => n));
}

/**
 * `elevenPointMap` of the samples at some indices, for thousands of draws of them: samples are put in order once, and a
 * draw is how often each is in it.
 * @param scores [N, K] @param present [N, K], 1 where a sample has the class
 * @throws UserError as `elevenPointMap` does
 */
export function elevenPointMapOfDraws(scores: Matrix, present: ArrayLike<number>): (indices: Int32Array) => number {
  const { data, rows, columns } = scores;
  requireMatrix(scores, 'the scores');
  requireLabelSets(present, rows, columns);
  const column = (values: ArrayLike<number>, k: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, n) => values[n * columns + k]!);
  const classes = Array.from({ length: columns }, (_, k) => rank(column(data, k), column(present, k)));
  const times = new Int32Array(rows);
  return (indices) => {
    times.fill(0);
    for (let n = 0; n < indices.length; n++) times[indices[n]!] = times[indices[n]!]! + 1;
    const known = classes.flatMap((ranked) => precisionOf(ranked, times) ?? []);
    if (known.length === 0)
      throw new UserError('no class has a sample, so there is no precision: measure on samples that have labels.');
    return meanOf(known);
  };
}
