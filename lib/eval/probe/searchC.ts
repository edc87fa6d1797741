import type { Metric } from '../../datasets/metric.js';
import { betterC } from './betterC.js';
import { canStillWin, type ProbeScore } from './canStillWin.js';
import { onePerLabel, requireLabeled, type LabeledFeatures } from './labeledFeatures.js';
import { createProbeFitter, linearLogits, type LinearProbe, type ProbeOptions } from './linearProbe.js';
import { meanPerClassAccuracy } from '../metrics/meanPerClassAccuracy.js';
import { metricValue } from '../metrics/resultRows.js';
import { predictions } from '../metrics/topKAccuracy.js';

/** One fit of the search. */
export interface SearchStep {
  /** Base-10 logarithm of C, -6..6. */
  readonly log10C: number;
  /** Decades between this fit and its neighbors when it was tried: 2, 1, 1/2, 1/4, 1/8. */
  readonly spacingDecades: number;
  /** Score on the validation split, 0..1. */
  readonly score: number;
  readonly iterations: number;
  /** Whether the fit ended early because it could not win; its score is then that of an unfinished probe. */
  readonly gaveUp: boolean;
}

/** The penalty that `searchC` chose, and how it came to it. */
export interface CSearch {
  /** The inverse penalty with the best validation score; see `betterC` for where several tie. */
  readonly C: number;
  /** Every fit, in the order tried. */
  readonly trace: readonly SearchStep[];
}

/** How `searchC` searches. */
export interface SearchOptions extends ProbeOptions {
  /** Ends fits that cannot win before they have converged. Default true; see `canStillWin`. */
  readonly giveUp?: boolean;
}

const STARTS = [-6, -4, -2, 0, 2, 4, 6];
/** The search only compares scores, so its fits stop ten times earlier than a final one. */
const SEARCH_TOLERANCE = 1e-5;
const SPACINGS = [1, 1 / 2, 1 / 4, 1 / 8];
/** Iterations between two looks at how a fit is doing. */
const LOOK_EVERY = 8;

/** The metrics that predictions decide, by which a fit is given up; the others ask for the order of all scores. */
const BY_PREDICTIONS: Readonly<Partial<Record<Metric, ProbeScore>>> = {
  accuracy: shareCorrect,
  meanPerClass: meanPerClassAccuracy,
};

/** The share of right predictions, 0..1. */
export function shareCorrect(predicted: Int32Array, labels: Int32Array): number {
  let correct = 0;
  predicted.forEach((label, n) => (correct += label === labels[n] ? 1 : 0));
  return correct / labels.length;
}

/**
 * The paper's search for the penalty (appendix A.3): fits at seven values of C two decades apart, then twice beside the
 * best at half the spacing, down to eight steps a decade. Fifteen fits on `train`, scored on `validation`; each starts
 * from the nearest one, and ends where it can no longer win. With little penalty a fit takes hundreds of iterations and
 * is hardly ever the best, so that is where nearly all the time is saved; under a metric of rankings every fit
 * converges.
 * @param metric what validation is scored by: the task's own. Default accuracy
 * @throws UserError for a split that is empty, features that are not finite, labels that do not fit, or samples of one
 *   class
 * @example
 * const { model } = await loadModel();
 * const dataset = await loadDataset('weather');
 * const train = await embedSplit(model, dataset, 'train');
 * const validation = await embedSplit(model, dataset, 'validation');
 * const { C, trace } = searchC(train, validation, dataset.classNames.length);
 * show(from(trace).select('log10C', 'score'));
 */
export function searchC(
  train: LabeledFeatures,
  validation: LabeledFeatures,
  classCount: number,
  metric: Metric = 'accuracy',
  { giveUp = true, ...options }: SearchOptions = {},
): CSearch {
  requireLabeled(train, classCount, 'the training split');
  requireLabeled(validation, classCount, 'the validation split');
  const single = onePerLabel(train);
  const fitter = createProbeFitter(single.features, single.labels, classCount, options);
  const { features, labels, labelSets } = validation;
  const byPredictions = giveUp ? BY_PREDICTIONS[metric] : undefined;
  const trace: SearchStep[] = [];
  const probes = new Map<number, LinearProbe>();
  const peak = (): SearchStep => trace.reduce((best, step) => (betterC(step, best) ? step : best));
  const evaluate = (log10C: number, spacingDecades: number): void => {
    if (probes.has(log10C) || Math.abs(log10C) > 6) return;
    const [nearest] = [...probes].sort(([a], [b]) => Math.abs(a - log10C) - Math.abs(b - log10C));
    const start = nearest?.[1];
    const best = trace.length > 0 ? peak() : undefined;
    let gaveUp = false;
    const hopeful =
      byPredictions &&
      canStillWin(labels, byPredictions, (hoped) => best === undefined || betterC({ score: hoped, log10C }, best));
    const probe = fitter.fit({
      C: 10 ** log10C,
      tolerance: SEARCH_TOLERANCE,
      ...(start && { start }),
      ...(hopeful && {
        stop: (sofar, iterations) =>
          (gaveUp = iterations % LOOK_EVERY === 0 && !hopeful(predictions(linearLogits(sofar(), features)))),
      }),
    });
    probes.set(log10C, probe);
    const { iterations } = probe;
    const score = metricValue(metric, linearLogits(probe, features), labels, labelSets);
    trace.push({ log10C, spacingDecades, score, iterations, gaveUp });
  };
  try {
    for (const log10C of STARTS) evaluate(log10C, 2);
    for (const spacing of SPACINGS) {
      const center = peak().log10C;
      evaluate(center - spacing, spacing);
      evaluate(center + spacing, spacing);
    }
  } finally {
    fitter.dispose();
  }
  return { C: 10 ** peak().log10C, trace };
}
