import type { ProbeScore } from './canStillWin.js';
import { joinLabelled, type LabelledFeatures } from './labelledFeatures.js';
import { linearLogits, linearProbe, type LinearProbe } from './linearProbe.js';
import type { Matrix } from './matrix.js';
import type { SealedSplit } from '../datasets/sealedSplit.js';
import { searchC, type CSearch } from './searchC.js';

/** A probe with the search that chose its penalty. */
export interface SelectedProbe {
  readonly search: CSearch;
  /** Fitted on train and validation together. */
  readonly probe: LinearProbe;
}

/** C from the validation split, then a fit on train and validation together (paper appendix A.3). */
export function selectProbe(
  train: LabelledFeatures,
  validation: LabelledFeatures,
  classCount: number,
  score?: ProbeScore,
): SelectedProbe {
  const search = searchC(train, validation, classCount, score);
  const { features, labels } = joinLabelled([train, validation]);
  return { search, probe: linearProbe(features, labels, classCount, { C: search.C }) };
}

/** What a probe says about a test split: [N, K] logits beside the true classes. */
export interface ProbeEvaluation extends SelectedProbe {
  readonly logits: Matrix;
  readonly labels: Int32Array;
}

/** Selects a probe, then opens the test split: the one time it can be. */
export function evaluateProbe(
  train: LabelledFeatures,
  validation: LabelledFeatures,
  test: SealedSplit<LabelledFeatures>,
  classCount: number,
  score?: ProbeScore,
): ProbeEvaluation {
  const selected = selectProbe(train, validation, classCount, score);
  const { features, labels } = test.open();
  return { ...selected, logits: linearLogits(selected.probe, features), labels };
}
