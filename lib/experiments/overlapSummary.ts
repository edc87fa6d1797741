import { mean, median } from 'd3-array';
import { from, type ColumnTable } from 'arquero';
import { publishedTable } from '../datasets/publishedTable.js';
import { UserError } from '../io/userError.js';
import type { OverlapMeasurement } from './overlap.js';

/** What section 5 of the paper says of its datasets together. */
export interface OverlapSummary {
  readonly tasks: number;
  /** Tasks without an image that has a near-duplicate in training. */
  readonly withoutOverlap: number;
  /** Of the shares of images that have one, 0..1. */
  readonly medianShare: number;
  readonly meanShare: number;
  /** Tasks whose accuracy on All is more than 0.1 points from that on Clean. */
  readonly moved: number;
  /** The task that is furthest, and how far, in points. */
  readonly mostMoved: string;
  readonly mostPoints: number;
  /** Tasks with images in Overlap and in Clean, whose accuracies can be compared. */
  readonly compared: number;
  /**
   * Of them those whose 99.5 % interval of the difference leaves out 0, and those with a one-sided p below 0.05, before
   * and after Bonferroni.
   */
  readonly apart: number;
  readonly oneSided: number;
  readonly significant: number;
}

/** More than this is a move, as in the paper: 0.1 points. */
const MOVED = 0.001;

/**
 * The measurements of one model summed up as the paper does (sec 5).
 * @param measured rows of `overlapExperiment`
 * @throws UserError where there are none
 * @example
 * const { medianShare, moved } = overlapSummary(await overlapExperiment());
 */
export function overlapSummary(measured: ColumnTable | Iterable<OverlapMeasurement>): OverlapSummary {
  const rows = [...measured] as OverlapMeasurement[];
  if (rows.length === 0) throw new UserError('there is no task to sum up: measure one or more.');
  const shares = rows.map(({ share }) => share);
  const move = ({ allMinusClean }: OverlapMeasurement): number => allMinusClean ?? 0;
  const most = rows.reduce((a, b) => (Math.abs(move(b)) > Math.abs(move(a)) ? b : a));
  const compared = rows.filter(({ p }) => p !== null);
  return {
    tasks: rows.length,
    withoutOverlap: rows.filter(({ overlapping }) => overlapping === 0).length,
    medianShare: median(shares)!,
    meanShare: mean(shares)!,
    moved: rows.filter((row) => Math.abs(move(row)) > MOVED).length,
    mostMoved: most.title,
    mostPoints: 100 * move(most),
    compared: compared.length,
    apart: compared.filter(({ low, high }) => low! > 0 || high! < 0).length,
    oneSided: compared.filter(({ p }) => p! < 0.05).length,
    significant: compared.filter((row) => row.significant).length,
  };
}

/**
 * A summary of the overlap beside what the paper publishes of its own.
 * @returns the summary with the paper's numbers beside it: columns `fact`, `paper`, `here`
 * @throws UserError where data/paper is damaged
 * @example
 * show(await overlapBesidePaper(overlapSummary(await overlapExperiment({ tasks: ['flags', 'digits'] }))));
 */
export async function overlapBesidePaper(summary: OverlapSummary): Promise<ColumnTable> {
  const published = (await publishedTable('overlap')).filter(({ dataset }) => dataset === undefined);
  const facts: [fact: string, quantity: string, here: string | number][] = [
    ['datasets', 'datasets_studied', summary.tasks],
    ['without overlap', 'datasets_without_detected_overlap', summary.withoutOverlap],
    ['median overlap, %', 'median_overlap', (100 * summary.medianShare).toFixed(1)],
    ['mean overlap, %', 'mean_overlap', (100 * summary.meanShare).toFixed(1)],
    ['accuracy moved by > 0.1 points', 'datasets_with_accuracy_shift_above_0.1_points', summary.moved],
    ['moved most, points', 'max_accuracy_change', (summary.mostPoints > 0 ? '+' : '') + summary.mostPoints.toFixed(1)],
    ['99.5 % interval without 0', 'datasets_with_995_ci_excluding_zero_difference', summary.apart],
    ['one-sided p < 0.05', 'datasets_significant_one_sided_binomial', summary.oneSided],
    ['and after Bonferroni', 'significant_after_bonferroni', summary.significant],
  ];
  return from(
    facts.map(([fact, quantity, here]) => ({
      fact,
      paper: published.find((row) => row.quantity === quantity)?.value,
      here,
    })),
  );
}
