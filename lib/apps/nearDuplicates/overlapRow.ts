import { UserError } from '../../io/userError.js';
import { binomialTest } from '../../eval/statistics/binomialTest.js';
import { clopperPearson } from '../../eval/statistics/interval.js';

/**
 * What overlap does to a task's accuracy, as a row of a tidy table. Shares and accuracies are 0..1; null where a split
 * is empty.
 */
export type OverlapRow = {
  readonly task: string;
  readonly images: number;
  /** Images with a near-duplicate in training. */
  readonly overlapping: number;
  readonly share: number;
  readonly all: number;
  readonly clean: number | null;
  readonly overlap: number | null;
  readonly allMinusClean: number | null;
  readonly overlapMinusClean: number | null;
  /** Ends of the 99.5 % Clopper–Pearson interval of `overlap`, less `clean`. */
  readonly low: number | null;
  readonly high: number | null;
  /** One-sided binomial test of `overlap` against `clean`. */
  readonly p: number | null;
};

/** The paper's confidence (sec 5). */
const LEVEL = 0.995;

/**
 * Splits a task into Overlap and Clean and compares accuracies (paper sec 5, Figure 17).
 * @throws UserError where they are not as many, or no booleans
 * @param correct for each image, whether it was classified right
 * @param overlaps whether training holds a near-duplicate
 */
export async function overlapRow(
  task: string,
  correct: readonly boolean[],
  overlaps: readonly boolean[],
): Promise<OverlapRow> {
  if (correct.length !== overlaps.length || correct.length === 0)
    throw new UserError(
      `${correct.length} answers for ${overlaps.length} images, expected one for each of one or more.`,
    );
  for (let k = 0; k < correct.length; k++)
    if (typeof correct[k] !== 'boolean' || typeof overlaps[k] !== 'boolean')
      throw new UserError(`image ${k} is ${correct[k]} and ${overlaps[k]}, expected true or false for both.`);
  const count = (wanted: boolean): { n: number; right: number } => {
    const chosen = correct.filter((_, k) => overlaps[k] === wanted);
    return { n: chosen.length, right: chosen.filter(Boolean).length };
  };
  const [seen, unseen] = [count(true), count(false)];
  const images = correct.length;
  const all = (seen.right + unseen.right) / images;
  const shared = { task, images, overlapping: seen.n, share: seen.n / images, all };
  const clean = unseen.n === 0 ? null : unseen.right / unseen.n;
  const overlap = seen.n === 0 ? null : seen.right / seen.n;
  const allMinusClean = clean === null ? null : all - clean;
  if (clean === null || overlap === null)
    return { ...shared, clean, overlap, allMinusClean, overlapMinusClean: null, low: null, high: null, p: null };
  const { low, high } = await clopperPearson(seen.right, seen.n, LEVEL);
  return {
    ...shared,
    clean,
    overlap,
    allMinusClean,
    overlapMinusClean: overlap - clean,
    low: low - clean,
    high: high - clean,
    p: await binomialTest(seen.right, seen.n, clean),
  };
}
