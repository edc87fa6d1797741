import type { Metric } from '../../datasets/metric.js';
import type { SealedSplit } from '../../datasets/sealedSplit.js';
import { breathe } from '../../io/interruption.js';
import { isBetween } from '../../io/isBetween.js';
import { startProgress } from '../../io/progress.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { requireLabeled, type LabeledFeatures } from '../probe/labeledFeatures.js';
import { linearLogits, linearProbe, type LinearProbe, type ProbeOptions } from '../probe/linearProbe.js';
import { normalizeRows, selectRows, type Matrix } from '../matrix.js';
import { metricValue } from '../metrics/resultRows.js';
import { searchC } from '../probe/searchC.js';
import { zeroShotLogits, zeroShotPrior } from '../zeroShot/zeroShot.js';

/** Which training samples a few-shot probe may see. */
export interface ShotDraw {
  /** Samples a class. */
  readonly shots: number;
  readonly seed: number;
  /** Rows of the training split. */
  readonly indices: ArrayLike<number>;
  /** Of the images drawn, see `Draw`. */
  readonly sha256?: string;
}

/** One model's features of a task. */
export interface FewShotFeatures {
  /** E.g. `mini-rn`. */
  readonly name: string;
  readonly train: LabeledFeatures;
  readonly validation: LabeledFeatures;
  readonly test: SealedSplit<LabeledFeatures>;
  /** Where the model can name classes: unit rows [classes, D] of `zeroShotClassifier`, and its logit scale. */
  readonly zeroShot?: { readonly classifier: Matrix; readonly logitScale: number };
}

/** Out of words alone, or by a probe on examples: a plain one, or one that starts from the words. */
export type FewShotMethod = 'zero-shot' | 'linear probe' | 'probe from zero-shot';

/** The score of one probe on the test split, as a row of a tidy table. */
export type FewShotRow = {
  readonly task: string;
  readonly features: string;
  readonly method: FewShotMethod;
  /** Samples a class; 0 for zero-shot. With all training samples their mean. */
  readonly shots: number;
  /** Whether all training samples were used. */
  readonly full: boolean;
  readonly seed: number | null;
  /** The hash of the draw, where it has one: rows of equal hash have seen the same images. */
  readonly draw: string | null;
  readonly C: number | null;
  /** 0..1, in the task's metric. */
  readonly value: number;
  /** Test samples. */
  readonly n: number;
  readonly classes: number;
};

export interface FewShotOptions {
  readonly task: string;
  readonly classCount: number;
  /** What the search on validation and the test split are scored by. Default accuracy. */
  readonly metric?: Exclude<Metric, 'elevenPointMap'>;
}

/** What one way of few-shot makes of the test split. */
export interface FewShotLogits extends Pick<FewShotRow, 'method' | 'shots' | 'full' | 'seed' | 'draw' | 'C'> {
  /** [test samples, classes] */
  readonly logits: Matrix;
  readonly labels: LabeledFeatures['labels'];
}

/**
 * Few-shot probes over frozen features (paper sec 3.1.5, Figures 6 and 7): a linear probe for every draw and for all
 * training samples, and where there is a zero-shot classifier, that as shots 0 and for every draw a probe that starts
 * from it. The paper's search finds C on the validation split by the task's metric, once for each number of shots, on
 * the first of its draws. Every probe is fitted before the test split opens.
 * @throws UserError for a draw that is empty or names rows that are not there, a split that is empty or not finite, and
 *   where the test split was opened before
 */
export async function fewShot(
  set: FewShotFeatures,
  draws: readonly ShotDraw[],
  options: FewShotOptions,
): Promise<FewShotRow[]> {
  const { task, classCount, metric = 'accuracy' } = options;
  const rows: FewShotRow[] = [];
  for await (const { logits, labels, ...way } of fewShotLogits(set, draws, options))
    rows.push({
      ...{ task, features: set.name, n: labels.length, classes: classCount },
      ...{ ...way, value: metricValue(metric, logits, labels) },
    });
  return rows;
}

/** As `fewShot`, with what each way makes of every test sample, one way after the other. */
export async function* fewShotLogits(
  set: FewShotFeatures,
  draws: readonly ShotDraw[],
  { task, classCount, metric = 'accuracy' }: FewShotOptions,
): AsyncGenerator<FewShotLogits> {
  const { train, zeroShot } = set;
  requireLabeled(train, classCount, 'the training split');
  requireLabeled(set.validation, classCount, 'the validation split');
  const N = train.labels.length;
  const whole = {
    shots: N / classCount,
    full: true,
    seed: null,
    sha256: undefined,
    indices: train.labels.map((_, n) => n),
  };
  const samples = [...draws.map((draw) => ({ ...draw, full: false })), whole];
  const methods: FewShotMethod[] = zeroShot ? ['linear probe', 'probe from zero-shot'] : ['linear probe'];
  const fitted: { method: FewShotMethod; draw: (typeof samples)[number]; probe: LinearProbe }[] = [];
  const progress = startProgress(`few-shot ${task}, ${set.name}`, 'probes', samples.length * methods.length);
  for (const method of methods) {
    const unit = method === 'probe from zero-shot';
    const options = unit ? { prior: zeroShotPrior(zeroShot!.classifier, zeroShot!.logitScale) } : {};
    const seen = unit ? withUnitRows(train) : train;
    const validation = unit ? withUnitRows(set.validation) : set.validation;
    const chosen = new Map<number, number>(); // C by shots
    for (const draw of samples) {
      const drawn = drawSamples(seen, draw, N, task);
      const C = chosen.get(draw.shots) ?? searchC(drawn, validation, classCount, metric, options).C;
      chosen.set(draw.shots, C);
      fitted.push({ method, draw, probe: fit(drawn, classCount, C, options) });
      progress.advance();
      await breathe();
    }
  }
  progress.finish();

  const test = set.test.open();
  requireLabeled(test, classCount, 'the test split');
  const { features, labels } = test;
  const unitFeatures = normalizeRows(features);
  if (zeroShot) {
    const logits = zeroShotLogits(features, zeroShot.classifier, zeroShot.logitScale);
    yield { method: 'zero-shot', shots: 0, full: false, seed: null, draw: null, C: null, logits, labels };
  }
  for (const { method, draw, probe } of fitted) {
    const logits = linearLogits(probe, method === 'probe from zero-shot' ? unitFeatures : features);
    const { shots, full, seed, sha256 = null } = draw;
    yield { method, shots, full, seed, draw: sha256, C: probe.C, logits, labels };
  }
}

const withUnitRows = ({ features, labels }: LabeledFeatures): LabeledFeatures => ({
  features: normalizeRows(features),
  labels,
});

function fit({ features, labels }: LabeledFeatures, K: number, C: number, options: ProbeOptions): LinearProbe {
  return linearProbe(features, labels, K, { C, ...options });
}

function drawSamples(
  { features, labels }: LabeledFeatures,
  { indices, shots }: { readonly indices: ArrayLike<number>; readonly shots: number },
  N: number,
  task: string,
): LabeledFeatures {
  if (!isBetween(shots, 0, Infinity))
    throw new UserError(`The draw for ${task} has ${told(shots)} shots, expected 1 or more.`);
  const wrong = Array.from(indices).find((n) => !(Number.isInteger(n) && n >= 0 && n < N));
  if (indices.length === 0 || wrong !== undefined) {
    throw new UserError(
      `The draw of ${shots} shots for ${task} ${wrong === undefined ? 'is empty' : `names row ${wrong}`}, expected rows 0 to ` +
        `${N - 1} of its training split: draw again for this task.`,
    );
  }
  return { features: selectRows(features, indices), labels: Int32Array.from(indices, (n) => labels[n]!) };
}
