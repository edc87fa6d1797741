import type { LabelledFeatures } from './labelledFeatures.js';
import { createProbeFitter, linearLogits, type LinearProbe, type ProbeOptions } from './linearProbe.js';
import { predictions } from './topKAccuracy.js';

/** One fit of the search. */
export interface SearchStep {
  /** Base-10 logarithm of C, -6..6. */
  readonly log10C: number;
  /** Decades between this fit and its neighbours when it was tried: 2, 1, 1/2, 1/4, 1/8. */
  readonly spacingDecades: number;
  /** Score on the validation split, 0..1. */
  readonly score: number;
  readonly iterations: number;
}

export interface CSearch {
  /** The inverse penalty with the best validation score; the smallest where several tie. */
  readonly C: number;
  /** Every fit, in the order tried. */
  readonly trace: readonly SearchStep[];
}

/** A score of a probe's predictions, higher is better. */
export type ProbeScore = (predicted: Int32Array, labels: Int32Array) => number;

const STARTS = [-6, -4, -2, 0, 2, 4, 6];
/** The search only compares scores, so its fits stop ten times earlier than a final one. */
const SEARCH_TOLERANCE = 1e-5;
const SPACINGS = [1, 1 / 2, 1 / 4, 1 / 8];

/** The share of right predictions, 0..1. */
export function shareCorrect(predicted: Int32Array, labels: Int32Array): number {
  let correct = 0;
  predicted.forEach((label, n) => (correct += label === labels[n] ? 1 : 0));
  return correct / labels.length;
}

/**
 * The paper's search for the penalty (appendix A.3): fits at seven values of C two decades apart, then twice beside the
 * best at half the spacing, down to eight steps a decade. Fifteen fits on `train`, scored on `validation`; each starts from
 * the nearest one.
 */
export function searchC(
  train: LabelledFeatures,
  validation: LabelledFeatures,
  classCount: number,
  score: ProbeScore = shareCorrect,
  options: ProbeOptions = {},
): CSearch {
  const fitter = createProbeFitter(train.features, train.labels, classCount, options);
  const trace: SearchStep[] = [];
  const probes = new Map<number, LinearProbe>();
  const evaluate = (log10C: number, spacingDecades: number): void => {
    if (probes.has(log10C) || Math.abs(log10C) > 6) return;
    const nearest = [...probes.keys()].sort((a, b) => Math.abs(a - log10C) - Math.abs(b - log10C))[0];
    const start = nearest === undefined ? undefined : probes.get(nearest);
    const probe = fitter.fit({ C: 10 ** log10C, tolerance: SEARCH_TOLERANCE, ...(start && { start }) });
    probes.set(log10C, probe);
    const predicted = predictions(linearLogits(probe, validation.features));
    trace.push({ log10C, spacingDecades, score: score(predicted, validation.labels), iterations: probe.iterations });
  };
  const peak = (): number =>
    trace.reduce((best, step) =>
      step.score > best.score || (step.score === best.score && step.log10C < best.log10C) ? step : best,
    ).log10C;
  try {
    for (const log10C of STARTS) evaluate(log10C, 2);
    for (const spacing of SPACINGS) {
      const centre = peak();
      evaluate(centre - spacing, spacing);
      evaluate(centre + spacing, spacing);
    }
  } finally {
    fitter.dispose();
  }
  return { C: 10 ** peak(), trace };
}
