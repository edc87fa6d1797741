import { requireNumber } from '../../io/requireNumber.js';
import { requireRows } from '../../io/requireRows.js';
import { UserError } from '../../io/userError.js';
import type { JudgedPair, ValidationRow } from './detectorValidation.js';

/** How well a threshold on similarity tells copies from other images. */
export interface ThresholdQuality {
  readonly threshold: number;
  /**
   * Of the pairs that it calls near-duplicates, the share that is by eye; null below the similarities that were judged.
   */
  readonly precision: number | null;
  /** Of images taken over with slight changes, the share that it finds. */
  readonly recall: number;
}

/** Of the pairs between two edges some were judged; they stand for the others between them. */
const EDGES = [0.94, 0.96, 0.97, 0.98, 0.99] as const;

/**
 * What a threshold does: images count as near-duplicates at this similarity or above. Precision is that of real pairs,
 * validation images with their nearest training images, of which a sample was judged by eye, as the paper judges (sec
 * 5): an image "by another designer" is no proof of a difference, for designers copy. Recall is that of copies made
 * here.
 * @throws UserError where there is no image, or a similarity or the threshold is not finite
 * @example
 * const { precision, recall } = thresholdQuality(await readDetectorValidation(), await readJudgedPairs(), 0.93);
 */
export function thresholdQuality(
  validation: readonly ValidationRow[],
  judged: readonly JudgedPair[],
  threshold: number,
): ThresholdQuality {
  requireNumber(threshold, 'the threshold');
  requireRows(validation, 'the validation images');
  requireRows(judged, 'the judged pairs');
  if (validation.length === 0)
    throw new UserError('there is no validation image, so there is no recall: read them first.');
  for (const { id, copy, other } of validation) {
    requireNumber(copy, `the similarity of ${id} and its copy`);
    requireNumber(other, `the similarity of ${id} and its nearest image`);
  }
  const recall = validation.filter(({ copy }) => copy >= threshold).length / validation.length;
  if (threshold < EDGES[0]) return { threshold, precision: null, recall };
  const same = new Map(judged.map(({ id, nearest, same: alike }) => [`${id} ${nearest}`, alike]));
  let [found, right] = [0, 0];
  EDGES.forEach((low, b) => {
    const between = validation.filter(({ other }) => other >= low && other < (EDGES[b + 1] ?? Infinity));
    const seen = between.flatMap(({ id, nearest }) => same.get(`${id} ${nearest}`) ?? []);
    const n = between.filter(({ other }) => other >= threshold).length;
    found += n;
    if (seen.length > 0) right += (n * seen.filter(Boolean).length) / seen.length;
  });
  return { threshold, precision: found === 0 ? null : right / found, recall };
}

/** Similarities that a threshold may be chosen from, with what it does there. */
export type ThresholdRow = ThresholdQuality & {
  /** Validation images that it finds a near-duplicate of in training. */
  readonly found: number;
  /** Of copies that are altered as strongly as in training, the share that it finds. */
  readonly alteredRecall: number;
};

/**
 * What each of the edges would do as a threshold, between which pairs were judged by eye.
 * @throws UserError where there is no image, or a similarity is not finite
 * @example
 * show(from(thresholdRows(await readDetectorValidation(), await readJudgedPairs())));
 */
export function thresholdRows(validation: readonly ValidationRow[], judged: readonly JudgedPair[]): ThresholdRow[] {
  for (const { id, altered } of validation) requireNumber(altered, `the similarity of ${id} and its altered copy`);
  return EDGES.map((edge) => ({
    ...thresholdQuality(validation, judged, edge),
    found: validation.filter(({ other }) => other >= edge).length,
    alteredRecall: validation.filter(({ altered }) => altered >= edge).length / validation.length,
  }));
}

/**
 * The lowest of the judged edges from which on precision is at least `precision`; the highest edge where none reaches
 * it.
 * @throws UserError as above
 */
export function chooseThreshold(
  validation: readonly ValidationRow[],
  judged: readonly JudgedPair[],
  precision: number,
): ThresholdQuality {
  requireNumber(precision, 'the precision', 0, 1);
  const qualities = EDGES.map((edge) => thresholdQuality(validation, judged, edge));
  return qualities.find((quality) => (quality.precision ?? 0) >= precision) ?? qualities.at(-1)!;
}
