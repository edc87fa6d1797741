import type { Metric } from '../../datasets/metric.js';
import { joinLabeled, onePerLabel, requireLabeled, type LabeledFeatures } from './labeledFeatures.js';
import { linearLogits, linearProbe, type LinearProbe } from './linearProbe.js';
import type { Matrix } from '../matrix.js';
import type { SealedSplit } from '../../datasets/sealedSplit.js';
import { searchC, type CSearch } from './searchC.js';

/** A probe with the search that chose its penalty. */
export interface SelectedProbe {
  readonly search: CSearch;
  /** Fitted on train and validation together. */
  readonly probe: LinearProbe;
}

/**
 * C from the validation split, then a fit on train and validation together (paper appendix A.3).
 * @param metric what validation is scored by: the task's own. Default accuracy
 * @throws UserError as `searchC` does
 * @example
 * const { model } = await loadModel();
 * const dataset = await loadDataset('weather');
 * const train = await embedSplit(model, dataset, 'train');
 * const validation = await embedSplit(model, dataset, 'validation');
 * const { probe, search } = selectProbe(train, validation, dataset.classNames.length, 'accuracy');
 */
export function selectProbe(
  train: LabeledFeatures,
  validation: LabeledFeatures,
  classCount: number,
  metric?: Metric,
): SelectedProbe {
  const search = searchC(train, validation, classCount, metric);
  const { features, labels } = joinLabeled([onePerLabel(train), onePerLabel(validation)]);
  return { search, probe: linearProbe(features, labels, classCount, { C: search.C }) };
}

/** What a probe says about a test split: [N, K] logits beside the true classes. */
export interface ProbeEvaluation extends SelectedProbe {
  readonly logits: Matrix;
  readonly labels: Int32Array;
}

/** Selects a probe, then opens the test split: the one time it can be. */
export function evaluateProbe(
  train: LabeledFeatures,
  validation: LabeledFeatures,
  test: SealedSplit<LabeledFeatures>,
  classCount: number,
  metric?: Metric,
): ProbeEvaluation {
  const selected = selectProbe(train, validation, classCount, metric);
  const opened = test.open();
  requireLabeled(opened, classCount, 'the test split');
  const { features, labels } = opened;
  return { ...selected, logits: linearLogits(selected.probe, features), labels };
}
