import { mean, rollups } from 'd3-array';
import { requireNumber } from '../../io/requireNumber.js';
import { requireRows } from '../../io/requireRows.js';
import { amountToReach } from '../statistics/amountToReach.js';
import type { FewShotRow } from './fewShot.js';

/** A point of a few-shot curve. */
export interface ShotPoint {
  /** Samples a class, above 0. */
  readonly shots: number;
  /** Mean over seeds, 0..1. */
  readonly value: number;
}

/** How many samples a class a probe needs to do as well as zero-shot on one task. */
export type DataEfficiencyRow = {
  readonly task: string;
  readonly features: string;
  readonly zeroShot: number;
  /** `null` where the probe stays below zero-shot with all samples. */
  readonly examplesPerClass: number | null;
  /** The most samples a class that were tried. */
  readonly tried: number;
};

/**
 * Where a few-shot curve first reaches `value`, in samples a class, interpolated as the paper does for Figure 7 (sec 3.1.5, see
 * `amountToReach`).
 */
export function shotsToReach(curve: readonly ShotPoint[], value: number): number | undefined {
  requireRows(curve, 'the points of the curve');
  return amountToReach(
    curve.map((point) => ({ amount: point.shots, value: point.value })),
    value,
  );
}

/** A mean passes over NaN. @throws UserError where a number is not finite */
function requireFiniteRows(rows: readonly FewShotRow[]): void {
  requireRows(rows, 'the rows');
  for (const { shots, value } of rows) {
    requireNumber(shots, 'the shots of a row', 0);
    requireNumber(value, 'the value of a row');
  }
}

/** The mean over seeds at each number of shots, fewest first. @throws UserError where a number is not finite */
export function fewShotCurve(rows: readonly FewShotRow[]): ShotPoint[] {
  requireFiniteRows(rows);
  const means = rollups(
    rows,
    (own) => mean(own, ({ value }) => value)!,
    ({ shots }) => shots,
  );
  return means.map(([shots, value]) => ({ shots, value })).sort((a, b) => a.shots - b.shots);
}

/** For each task and set of features with a zero-shot row: how many samples a class the linear probe needs to match it (Figure 7). @throws UserError where a number is not finite */
export function dataEfficiency(rows: readonly FewShotRow[]): DataEfficiencyRow[] {
  requireFiniteRows(rows);
  return rows
    .filter(({ method }) => method === 'zero-shot')
    .map(({ task, features, value }) => {
      const curve = fewShotCurve(
        rows.filter((row) => row.method === 'linear probe' && row.task === task && row.features === features),
      );
      const examplesPerClass = shotsToReach(curve, value) ?? null;
      return { task, features, zeroShot: value, examplesPerClass, tried: curve.at(-1)?.shots ?? 0 };
    });
}
