import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { meanPerClassAccuracy, perClassAccuracy } from '../../../lib/eval/metrics/meanPerClassAccuracy.js';
import { predictions, topKAccuracy, topKCorrect } from '../../../lib/eval/metrics/topKAccuracy.js';
import { goldenPath } from '../../fixtures/golden.js';

interface Case {
  name: string;
  classes: number;
  scores: number[][];
  labels: number[];
  top1: number;
  top5: number;
  top1_correct: number;
  top5_correct: number;
  mean_per_class: number;
  per_class: Record<string, number>;
}

const { cases } = JSON.parse(readFileSync(goldenPath('metrics/classification.json'), 'utf8')) as { cases: Case[] };
const matrix = ({ scores, classes }: Case): Matrix => ({
  data: Float32Array.from(scores.flat()),
  rows: scores.length,
  columns: classes,
});

describe('accuracies as scikit-learn counts them', () => {
  it.each(cases)('$name', (golden) => {
    const scores = matrix(golden);
    if (golden.labels.length === 0) {
      expect(() => topKAccuracy(scores, [])).toThrow(UserError);
      expect(() => meanPerClassAccuracy([], [])).toThrow(UserError);
      return;
    }
    const correct = (k: number): number => topKCorrect(scores, golden.labels, k).filter(Boolean).length;
    expect([correct(1), correct(5)]).toEqual([golden.top1_correct, golden.top5_correct]);
    expect(topKAccuracy(scores, golden.labels)).toBeCloseTo(golden.top1, 12);
    expect(topKAccuracy(scores, golden.labels, 5)).toBeCloseTo(golden.top5, 12);
    const predicted = predictions(scores);
    expect(meanPerClassAccuracy(predicted, golden.labels)).toBeCloseTo(golden.mean_per_class, 12);
    const perClass = perClassAccuracy(predicted, golden.labels);
    expect(perClass.size).toBe(Object.keys(golden.per_class).length);
    for (const [label, share] of perClass) expect(share).toBeCloseTo(golden.per_class[label]!, 12);
  });

  it('refuse no samples and labels that do not fit', () => {
    const scores = { data: Float32Array.of(1, 2), rows: 1, columns: 2 };
    expect(() => topKAccuracy({ ...scores, rows: 0, data: new Float32Array() }, [])).toThrow(UserError);
    for (const label of [2, -1, 0.5, NaN])
      expect(() => topKAccuracy(scores, [label])).toThrow(`label 0 is ${label}, and there are 2 classes`);
    const two = { ...scores, rows: 2, data: Float32Array.of(1, 2, 3, 4) };
    expect(() => topKAccuracy(two, [1, 2])).toThrow('label 1 is 2, and there are 2 classes');
    expect(() => topKAccuracy(two, [1])).toThrow('1 labels for 2 rows');
    expect(() => topKAccuracy(scores, [1, 1])).toThrow('2 labels for 1 rows');
    expect(() => meanPerClassAccuracy([0], [0, 1])).toThrow('1 predictions for 2 labels');
    expect(() => meanPerClassAccuracy([], [])).toThrow('0 predictions for 0 labels');
  });
});
