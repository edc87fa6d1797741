import { requireWhole } from '../../io/requireWhole.js';
import { UserError } from '../../io/userError.js';
import { selectRows, stackRows, type Matrix } from '../matrix.js';
import { requireLabels, requireLabelSets } from '../metrics/requireLabels.js';
import { requireMatrix } from '../requireMatrix.js';

/** Embeddings with their classes. */
export interface LabeledFeatures {
  /** [N, D] */
  readonly features: Matrix;
  /** [N], 0..K-1; of several labels the first. */
  readonly labels: Int32Array;
  /** [N, K], 1 where an image has the label: where it may have several. */
  readonly labelSets?: Uint8Array;
}

/** Several sets, one after the other. @throws UserError where their features are of different width */
export function joinLabeled(sets: readonly LabeledFeatures[]): LabeledFeatures {
  return {
    features: stackRows(sets.map((set) => set.features)),
    labels: Int32Array.from(sets.flatMap((set) => [...set.labels])),
  };
}

/** For a probe, an image with several labels is as many images with one label each. */
export function onePerLabel({ features, labels, labelSets }: LabeledFeatures): LabeledFeatures {
  if (!labelSets) return { features, labels };
  const classes = labelSets.length / labels.length;
  const present = Array.from(labelSets, (there, at) => ({ there, at })).filter(({ there }) => there === 1);
  return {
    features: selectRows(
      features,
      present.map(({ at }) => Math.floor(at / classes)),
    ),
    labels: Int32Array.from(present, ({ at }) => at % classes),
  };
}

/**
 * Refuses a split that nothing can be learned or measured on: without samples, with labels that do not fit, or features
 * that are not finite.
 * @param what names it, e.g. `the validation split`
 * @throws UserError
 */
export function requireLabeled(set: LabeledFeatures, classCount: number, what: string): void {
  requireWhole(classCount, 'the number of classes', 2);
  requireMatrix(set.features, `the features of ${what}`);
  const { rows } = set.features;
  if (rows === 0) throw new UserError(`${what} is empty: give it at least one sample.`);
  requireLabels(set.labels, rows, classCount, `samples of ${what}`);
  if (set.labelSets) requireLabelSets(set.labelSets, rows, classCount);
}
