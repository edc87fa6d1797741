import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import {
  effectiveRobustness,
  expectedUnderShift,
  fitRobustnessLine,
} from '../../../lib/eval/statistics/effectiveRobustness.js';
import type { AccuracyPair } from '../../../lib/eval/statistics/effectiveRobustness.js';
import { goldenPath } from '../../fixtures/golden.js';

interface Baselines {
  id_accuracy: number[];
  ood_accuracy: number[];
}

const { cases, edge_cases: edges } = JSON.parse(
  readFileSync(goldenPath('metrics/effective_robustness.json'), 'utf8'),
) as {
  cases: (Baselines & {
    name: string;
    slope: number;
    intercept: number;
    r2: number;
    models: { id_accuracy: number; ood_accuracy: number; predicted_ood: number; effective_robustness: number }[];
  })[];
  edge_cases: Baselines[];
};
const pairs = ({ id_accuracy: id, ood_accuracy: ood }: Baselines): AccuracyPair[] =>
  id.map((inDistribution, k) => ({ inDistribution, shifted: ood[k]! }));

describe('effective robustness', () => {
  it.each(cases)('$name', (golden) => {
    const line = fitRobustnessLine(pairs(golden));
    expect(line.slope).toBeCloseTo(golden.slope, 9);
    expect(line.intercept).toBeCloseTo(golden.intercept, 9);
    expect(line.r2).toBeCloseTo(golden.r2, 9);
    for (const model of golden.models) {
      const pair = { inDistribution: model.id_accuracy, shifted: model.ood_accuracy };
      expect(expectedUnderShift(line, pair.inDistribution)).toBeCloseTo(model.predicted_ood, 9);
      expect(effectiveRobustness(line, pair)).toBeCloseTo(model.effective_robustness, 9);
    }
  });

  it('refuses what makes no line: accuracies of 0 or 1, one baseline, no spread, a missing partner', () => {
    for (const edge of edges) expect(() => fitRobustnessLine(pairs(edge))).toThrow(UserError);
    expect(edges.length).toBe(4);
    const at = (inDistribution: number, shifted: number): AccuracyPair => ({ inDistribution, shifted });
    expect(() => fitRobustnessLine([at(0.5, 0.5)])).toThrow('1 baselines make no line');
    expect(() => fitRobustnessLine([at(0.5, 0.4), at(0.5, 0.6)])).toThrow('the same accuracy in distribution');
    for (const accuracy of [0, 1, -0.1, 1.1, NaN])
      expect(() => fitRobustnessLine([at(0.5, 0.4), at(0.6, accuracy)])).toThrow(
        `the logit of an accuracy of ${accuracy} is not finite`,
      );
  });

  it('explains all of baselines that fare alike under shift', () => {
    const line = fitRobustnessLine([0.5, 0.6, 0.7].map((inDistribution) => ({ inDistribution, shifted: 0.5 })));
    expect(line).toEqual({ slope: 0, intercept: 0, r2: 1 });
  });
});
