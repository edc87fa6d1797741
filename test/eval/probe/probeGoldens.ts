import { readFileSync } from 'node:fs';
import type { LabeledFeatures } from '../../../lib/eval/probe/labeledFeatures.js';
import { selectRows } from '../../../lib/eval/matrix.js';
import type { LinearProbe } from '../../../lib/eval/probe/linearProbe.js';
import { readSafetensors } from '../../../lib/weights/readSafetensors.js';
import { goldenPath } from '../../fixtures/golden.js';

type Accuracies = Record<'train' | 'val' | 'test', number>;

/** scikit-learn's probes over one dataset. */
export interface ProbeGolden {
  readonly name: string;
  readonly classes: number;
  readonly fits: readonly {
    C: number;
    objective_optimum: number;
    coef_max_abs: number;
    accuracy: Accuracies;
    sklearn_default: { objective: number; accuracy: Accuracies };
  }[];
  readonly search: {
    chosen_C: number;
    val_correct_by_log10_C: Record<string, number>;
    trace: { step_decades: number; evaluated: number[] }[];
    refit_on_train_plus_val: { test_correct: number };
  };
  readonly full_sweep_eighth_decades?: { best: number };
}

/** A golden with its splits and its optimal weights by C. */
export interface LoadedGolden extends ProbeGolden {
  readonly splits: Record<'train' | 'val' | 'test', LabeledFeatures>;
  readonly optima: readonly Float32Array[];
}

export type ProbeSet = 'digits' | 'wine' | 'breast_cancer' | 'random_features';

/** The goldens of those datasets, of all four by default, in that order. @throws Error where one is missing */
export async function loadProbeGoldens(
  names: readonly ProbeSet[] = ['digits', 'wine', 'breast_cancer', 'random_features'],
): Promise<LoadedGolden[]> {
  const { datasets } = JSON.parse(readFileSync(goldenPath('probe/probe.json'), 'utf8')) as { datasets: ProbeGolden[] };
  const tensors = await readSafetensors(goldenPath('probe/probe.safetensors'));
  const numbers = (name: string): Float32Array => tensors.get(name)!.data;
  return names.map((name) => {
    const golden = datasets.find((set) => set.name === name);
    if (!golden) throw new Error(`the reference vectors have no probe of ${name}`);
    const X = tensors.get(`${golden.name}/X`)!;
    const all = { data: X.data, rows: X.shape[0]!, columns: X.shape[1]! };
    const split = (name: string): LabeledFeatures => {
      const indices = numbers(`${golden.name}/${name}`);
      const y = numbers(`${golden.name}/y`);
      return { features: selectRows(all, indices), labels: Int32Array.from(indices, (k) => y[k]!) };
    };
    // Python writes 1e-06 where JavaScript writes 0.000001.
    const optima = golden.fits.map(({ C }) => numbers(`${golden.name}/C=${C === 1e-6 ? '1e-06' : C}/coef`));
    return { ...golden, splits: { train: split('train'), val: split('val'), test: split('test') }, optima };
  });
}

/** scikit-learn's weights: one vector for two classes, else one a class. */
export function coefficients({ weights: { data, rows, columns } }: LinearProbe): Float64Array {
  if (rows !== 2) return Float64Array.from(data);
  return Float64Array.from({ length: columns }, (_, j) => data[columns + j]! - data[j]!);
}

/** sum of log-losses + |W|² / (2 C), every term in float64. */
export function slowObjective(probe: LinearProbe, { features, labels }: LabeledFeatures): number {
  const { data, rows: K, columns: D } = probe.weights;
  let sum = 0;
  for (let n = 0; n < features.rows; n++) {
    const logits = Array.from({ length: K }, (_, k) => {
      let logit = probe.intercepts[k]!;
      for (let j = 0; j < D; j++) logit += data[k * D + j]! * features.data[n * D + j]!;
      return logit;
    });
    // log(1 + sum over the other classes of exp(z - z of the label)), exact where the label is nearly certain.
    const own = logits[labels[n]!]!;
    const others = logits.filter((_, k) => k !== labels[n]).map((logit) => logit - own);
    const largest = Math.max(0, ...others);
    const rest = others.reduce((total, z) => total + Math.exp(z - largest), 0);
    sum += largest === 0 ? Math.log1p(rest) : largest + Math.log(rest + Math.exp(-largest));
  }
  return sum + coefficients(probe).reduce((total, w) => total + w * w, 0) / (2 * probe.C);
}
