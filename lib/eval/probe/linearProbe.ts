import { isBetween } from '../../io/isBetween.js';
import { requireFinite } from '../../io/requireFinite.js';
import { requireNumber } from '../../io/requireNumber.js';
import { requireWhole } from '../../io/requireWhole.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { minimize } from './lbfgs.js';
import { logisticLoss } from './logisticLoss.js';
import { innerProducts, type Matrix } from '../matrix.js';
import { principalAxes } from './principalAxes.js';
import { requireLabels } from '../metrics/requireLabels.js';
import { requireMatrix } from '../requireMatrix.js';
import { stretchStart } from './stretchStart.js';

/** A linear classifier over features: logits = weights · features + intercepts. */
export interface LinearClassifier {
  /** [K, D] */
  readonly weights: Matrix;
  /** [K]; -Infinity for a class that had no sample. */
  readonly intercepts: Float64Array;
}

/** A fitted linear probe. */
export interface LinearProbe extends LinearClassifier {
  /** Inverse strength of the penalty, as scikit-learn's `C`. */
  readonly C: number;
  /**
   * C * (sum of log-losses) + |W|² / 2 at the end (|W - prior|² where there is one), over C: sum of log-losses + |W|² /
   * (2 C).
   */
  readonly objective: number;
  readonly iterations: number;
  /** False when the iterations ran out, or `stop` ended them. */
  readonly converged: boolean;
}

/** The penalty of a fit, and when it ends. */
export interface FitOptions {
  /** Inverse strength of the penalty, above 0. */
  readonly C: number;
  /** Default 1,000 (paper appendix A.3). */
  readonly maxIterations?: number;
  /** Where to start: zero by default. The optimum does not depend on it. */
  readonly start?: LinearClassifier;
  /** Objective left above the optimum when the fit stops, as a share of it. Default 1e-6. */
  readonly tolerance?: number;
  /** Asked after every iteration, with what is fitted so far; true ends the fit there. */
  readonly stop?: (sofar: () => LinearClassifier, iterations: number) => boolean;
}

/** What a probe starts from. */
export interface ProbeOptions {
  /**
   * A classifier that the probe starts from and is penalized for leaving, intercepts too: the objective has |W -
   * prior|² in the place of |W|², so that a small C gives the prior itself. With the zero-shot classifier
   * (`zeroShotPrior`, over unit features) one shot need not be worse than none. Paper sec 3.1.5 names this L2 penalty;
   * WiSE-FT (Wortsman et al., 2022), Tip-Adapter (Zhang et al., 2022) and LP++ (Huang et al., 2024) are later ways to
   * the same end.
   */
  readonly prior?: LinearClassifier;
}

/** Fits probes on the same samples, sharing what does not depend on C. */
export interface ProbeFitter {
  fit(options: FitOptions): LinearProbe;
  dispose(): void;
}

const TOLERANCE = 1e-6;

/**
 * What is left must also be small beside what the features have gained over class frequencies or the prior: this many
 * tolerances of it.
 */
const GAIN_TOLERANCES = 10;

/**
 * Prepares linear probes over frozen features (paper sec 3.2 and appendix A.3): L2-penalized multinomial logistic
 * regression with scikit-learn's objective, the intercept free of penalty, two classes by one weight vector.
 * @param features [N, D]; not scaled or normalized here
 * @param labels [N], 0..classCount-1; a class without samples is never predicted, unless a prior knows it
 * @throws UserError for labels that do not fit, fewer than two classes, or features that are not finite, naming the
 *   sample
 * @example
 * const { model } = await loadModel();
 * const dataset = await loadDataset('weather');
 * const { features, labels } = await embedSplit(model, dataset, 'train');
 * const fitter = createProbeFitter(features, labels, dataset.classNames.length);
 * const probes = [0.01, 0.1, 1].map((C) => fitter.fit({ C }));
 * fitter.dispose();
 */
export function createProbeFitter(
  features: Matrix,
  labels: ArrayLike<number>,
  classCount: number,
  { prior }: ProbeOptions = {},
): ProbeFitter {
  requireWhole(classCount, 'the number of classes', 2);
  requireMatrix(features, 'the features', { row: 'sample' });
  const { rows: N, columns: D } = features;
  requireWhole(D, 'the number of features', 1);
  const counts = countLabels(labels, N, classCount);
  if (prior) requireShape('prior', prior, classCount, D);
  const present = counts.flatMap((count, label) => (prior || count > 0 ? [label] : []));
  const K = present.length;
  if (K < 2) throw new UserError(`A linear probe needs samples of at least two classes, and has ${K}.`);
  const place = new Int32Array(classCount);
  present.forEach((label, k) => (place[label] = k));
  const axes = principalAxes(features);
  const loss = logisticLoss(
    axes,
    Int32Array.from({ length: N }, (_, n) => place[labels[n]!]!),
    K,
    prior && linearLogits(prior, features).data,
  );
  // What knowing only the class frequencies, or the prior, costs.
  const firstLoss = prior
    ? loss.functions(1)[1]!.evaluate(new Float64Array((axes.count + 1) * K)).value
    : present.reduce((sum, label) => sum - counts[label]! * Math.log(counts[label]! / N), 0);

  const begin = (start: LinearClassifier | undefined): Float64Array => {
    if (start === undefined) {
      const x = new Float64Array((axes.count + 1) * K);
      if (prior) return x;
      present.forEach((label, k) => (x[axes.count * K + k] = Math.log(counts[label]! / N)));
      return x;
    }
    requireShape('start', start, classCount, D);
    const data = new Float32Array(K * D);
    present.forEach((label, k) => data.set(start.weights.data.subarray(label * D, (label + 1) * D), k * D));
    const intercepts = present.map((label) => Math.max(start.intercepts[label]!, -50));
    if (prior) {
      for (let i = 0; i < data.length; i++) data[i] = data[i]! - prior.weights.data[i]!;
      for (let k = 0; k < K; k++) intercepts[k] = intercepts[k]! - prior.intercepts[k]!;
    }
    return axes.fromFeatures({ data, rows: K, columns: D }, intercepts);
  };

  const classifierOf = (x: Float64Array): LinearClassifier => {
    const fitted = axes.toFeatures(x, K);
    const data = new Float32Array(classCount * D);
    const intercepts = new Float64Array(classCount).fill(-Infinity);
    present.forEach((label, k) => {
      data.set(fitted.weights.data.subarray(k * D, (k + 1) * D), label * D);
      intercepts[label] = fitted.intercepts[k]!;
    });
    if (prior) {
      for (let i = 0; i < data.length; i++) data[i] = data[i]! + prior.weights.data[i]!;
      for (let k = 0; k < K; k++) intercepts[k] = intercepts[k]! + prior.intercepts[k]!;
    }
    return { weights: { data, rows: classCount, columns: D }, intercepts };
  };

  return {
    fit({ C, maxIterations = 1000, start, tolerance = TOLERANCE, stop }) {
      requireWhole(maxIterations, 'the most iterations', 1);
      requireNumber(tolerance, 'the tolerance', 0);
      if (!isBetween(C, 0, Infinity)) throw new UserError(`C must be a number above 0, not ${told(C)}.`);
      // One vector v for two classes is two of ±v/2, whose penalty is half as large.
      const softmaxC = K === 2 ? C / 2 : C;
      const functions = loss.functions(softmaxC);
      const from = begin(start);
      const { x, value, iterations, converged } = minimize(
        functions,
        start ? stretchStart(functions[0]!, from) : from,
        {
          closeEnough: (decrease, here) =>
            decrease <= tolerance * here && decrease <= GAIN_TOLERANCES * tolerance * Math.max(firstLoss - here, 0),
          precondition: loss.precondition(softmaxC),
          maxIterations,
          ...(stop && { stop: (x, iterations) => stop(() => classifierOf(x), iterations) }),
        },
      );
      return { ...classifierOf(x), C, objective: value, iterations, converged };
    },
    dispose() {
      loss.dispose();
      axes.dispose();
    },
  };
}

/**
 * One linear probe: `createProbeFitter` for a single C.
 * @example
 * const { model } = await loadModel();
 * const dataset = await loadDataset('weather');
 * const { features, labels } = await embedSplit(model, dataset, 'train');
 * const probe = linearProbe(features, labels, dataset.classNames.length, { C: 0.316 });
 */
export function linearProbe(
  features: Matrix,
  labels: ArrayLike<number>,
  classCount: number,
  options: FitOptions & ProbeOptions,
): LinearProbe {
  const fitter = createProbeFitter(features, labels, classCount, options);
  try {
    return fitter.fit(options);
  } finally {
    fitter.dispose();
  }
}

/**
 * The lowest float32: the logit of a class that is never predicted, finite so that what is not can be refused
 * everywhere.
 */
const LOWEST = -3.4028234663852886e38;

/**
 * Logits [N, K] of a linear classifier over features [N, D], all finite: a class whose intercept is -Infinity has the
 * lowest float32.
 * @throws UserError where the widths differ, or a number is not finite otherwise
 * @example
 * const weights = { data: Float32Array.of(1, 0, 0, 1), rows: 2, columns: 2 };
 * const features = { data: Float32Array.of(5, 3), rows: 1, columns: 2 };
 * linearLogits({ weights, intercepts: Float64Array.of(0, 1) }, features).data; // [5, 4]
 */
export function linearLogits(classifier: LinearClassifier, features: Matrix): Matrix {
  const { weights, intercepts } = classifier;
  requireIntercepts(intercepts, weights.rows);
  const logits = innerProducts(features, weights);
  for (let i = 0; i < logits.data.length; i++) {
    logits.data[i] = Math.max(logits.data[i]! + intercepts[i % logits.columns]!, LOWEST);
  }
  return logits;
}

function requireIntercepts(intercepts: ArrayLike<number>, classes: number): void {
  if (intercepts?.length !== classes)
    throw new UserError(
      `there are ${intercepts?.length ?? 'no'} intercepts for ${classes} classes, expected one for each.`,
    );
  const known = Float64Array.from(intercepts, (value) => (value === -Infinity ? 0 : value));
  requireFinite(known, (at) => `the intercept of class ${at}`, 'fit the classifier again');
}

function requireShape(what: string, { weights, intercepts }: LinearClassifier, K: number, D: number): void {
  const { rows, columns } = weights;
  if (rows === K && columns === D) {
    requireMatrix(weights, `the weights of the ${what}`, { row: 'class' });
    requireIntercepts(intercepts, K);
    return;
  }
  throw new UserError(`The ${what} has weights of ${rows} x ${columns}, expected ${K} x ${D}.`);
}

function countLabels(labels: ArrayLike<number>, N: number, classCount: number): number[] {
  requireLabels(labels, N, classCount, 'rows of features');
  const counts = new Array<number>(classCount).fill(0);
  for (let n = 0; n < N; n++) counts[labels[n]!]!++;
  return counts;
}
