import { mean, rollups } from 'd3-array';
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
 * Where a few-shot curve first reaches `value`, in samples a class, interpolated linearly in the logarithm of the shots, as the paper
 * does for Figure 7 (sec 3.1.5). Below its first point the curve goes on as between its first two, but no further than half of it.
 * @returns undefined where it stays below, or where a curve of one point starts above
 */
export function shotsToReach(curve: readonly ShotPoint[], value: number): number | undefined {
  const points = [...curve].sort((a, b) => a.shots - b.shots);
  const at = points.findIndex((point) => point.value >= value);
  if (at < 0) return undefined;
  if (points[at]!.value === value) return points[at]!.shots;
  const high = points[Math.max(at, 1)];
  const low = points[Math.max(at, 1) - 1]!;
  if (high === undefined) return undefined;
  const slope = (high.value - low.value) / Math.log(high.shots / low.shots);
  // A curve that falls at first has no smaller number of shots to offer.
  if (!(slope > 0)) return low.shots;
  return Math.max(low.shots * Math.exp((value - low.value) / slope), points[0]!.shots / 2);
}

/** The mean over seeds at each number of shots, fewest first. */
export function fewShotCurve(rows: readonly FewShotRow[]): ShotPoint[] {
  const means = rollups(
    rows,
    (own) => mean(own, ({ value }) => value)!,
    ({ shots }) => shots,
  );
  return means.map(([shots, value]) => ({ shots, value })).sort((a, b) => a.shots - b.shots);
}

/** For each task and set of features with a zero-shot row: how many samples a class the linear probe needs to match it (Figure 7). */
export function dataEfficiency(rows: readonly FewShotRow[]): DataEfficiencyRow[] {
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
