import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import { oneVsRestAuc, rocAuc } from '../../../lib/eval/metrics/rocAuc.js';
import { goldenPath } from '../../fixtures/golden.js';

const { cases, multiclass } = JSON.parse(readFileSync(goldenPath('metrics/roc_auc.json'), 'utf8')) as {
  multiclass: { name: string; probabilities: number[][]; labels: number[]; ovr_macro: number }[];
  cases: { name: string; scores: number[]; labels: number[]; auc: number | null }[];
};

describe('the area under the ROC curve as scikit-learn has it', () => {
  it.each(cases)('$name', ({ scores, labels, auc }) => {
    if (auc === null)
      expect(() => rocAuc(scores, labels)).toThrow(scores.length === 0 ? 'at least one sample' : 'give no ROC curve');
    else expect(rocAuc(scores, labels)).toBeCloseTo(auc, 12);
  });

  it.each(multiclass)('$name, each class against the rest', ({ probabilities, labels, ovr_macro: wanted }) => {
    const data = Float32Array.from(probabilities.flat());
    const scores = { data, rows: labels.length, columns: probabilities[0]!.length };
    expect(oneVsRestAuc(scores, labels)).toBeCloseTo(wanted, 12);
  });

  it('does not exist without both kinds', () => {
    expect(() => rocAuc([0.1, 0.2], [1, 1])).toThrow('2 positive and 0 negative labels give no ROC curve');
    expect(() => rocAuc([0.1], [1, 0])).toThrow(UserError);
  });

  it('counts the pairs in the right order', () => {
    const scores = [0.3, 0.3, 0.9, 0.1, 0.5];
    const labels = [1, 0, 1, 0, 0];
    let sum = 0;
    for (const p of [0, 2]) for (const n of [1, 3, 4]) sum += 0.5 * (Math.sign(scores[p]! - scores[n]!) + 1);
    expect(rocAuc(scores, labels)).toBeCloseTo(sum / 6, 12);
  });
});
