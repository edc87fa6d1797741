import { describe, expect, it } from 'vitest';
import { sealSplit } from '../../../lib/datasets/sealedSplit.js';
import { UserError } from '../../../lib/io/userError.js';
import { createRandom } from '../../../lib/engine/random.js';
import { betterC } from '../../../lib/eval/probe/betterC.js';
import { evaluateProbe, selectProbe } from '../../../lib/eval/probe/evaluateProbe.js';
import { joinLabeled, onePerLabel, type LabeledFeatures } from '../../../lib/eval/probe/labeledFeatures.js';
import { linearLogits, linearProbe } from '../../../lib/eval/probe/linearProbe.js';
import type { Metric } from '../../../lib/datasets/metric.js';
import { metricValue } from '../../../lib/eval/metrics/resultRows.js';
import { shareCorrect, type CSearch } from '../../../lib/eval/probe/searchC.js';
import { predictions } from '../../../lib/eval/metrics/topKAccuracy.js';

/** Three classes around three corners. */
function draw(seed: number, rows: number): LabeledFeatures {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: rows }, (_, n) => n % 3);
  const data = Float32Array.from(
    { length: rows * 6 },
    (_, i) => random.normal() + (i % 6 === labels[Math.floor(i / 6)] ? 2 : 0),
  );
  return { features: { data, rows, columns: 6 }, labels };
}
const [train, validation, test] = [draw(1, 90), draw(2, 45), draw(3, 300)];

it('refits on train and validation with the C that validation chose, then opens the test split', () => {
  const { search, probe, logits, labels } = evaluateProbe(train, validation, sealSplit('test', test), 3);
  const both = joinLabeled([train, validation]);
  const refit = linearProbe(both.features, both.labels, 3, { C: search.C });
  expect(probe.C).toBe(search.C);
  expect(probe.objective).toBeCloseTo(refit.objective, 6);
  expect(labels).toBe(test.labels);
  expect(logits).toEqual(linearLogits(probe, test.features));
  expect(shareCorrect(predictions(logits), labels)).toBeGreaterThan(0.7);
  const best = Math.max(...search.trace.map(({ score }) => score));
  const chosen = search.trace.find(({ log10C }) => 10 ** log10C === search.C);
  expect(chosen?.score).toBe(best);
});

it('uses the test split up, and chooses without it', () => {
  const sealed = sealSplit('The test split', test);
  const { search } = evaluateProbe(train, validation, sealed, 3);
  expect(() => evaluateProbe(train, validation, sealed, 3)).toThrow('The test split was opened before');
  const others = { ...test, labels: test.labels.map((label) => (label + 1) % 3) };
  expect(evaluateProbe(train, validation, sealSplit('test', others), 3).search).toEqual(search);
  expect(selectProbe(train, validation, 3).search).toEqual(search);
});

describe('the search scores validation by the metric it is given', () => {
  const pair = ({ features, labels }: LabeledFeatures): LabeledFeatures => ({
    features,
    labels: labels.map((label) => Math.min(label, 1)),
  });
  /** Every class of three or of two labels, the second besides the first for each second image. */
  const labelSets = (labels: Int32Array): Uint8Array =>
    Uint8Array.from({ length: 3 * labels.length }, (_, at) => {
      const [n, k] = [Math.floor(at / 3), at % 3];
      return Number(k === labels[n] || (n % 2 === 0 && k === (labels[n]! + 1) % 3));
    });
  const several = (set: LabeledFeatures): LabeledFeatures => ({ ...set, labelSets: labelSets(set.labels) });
  const cases: [Metric, LabeledFeatures, LabeledFeatures, number][] = [
    ['accuracy', train, validation, 3],
    ['meanPerClass', train, validation, 3],
    ['meanTop1Top5', train, validation, 3],
    ['rocAuc', pair(train), pair(validation), 2],
    ['elevenPointMap', several(train), several(validation), 3],
  ];

  it.each(cases)('%s', (metric, from, by, classCount) => {
    const { search } = selectProbe(from, by, classCount, metric);
    for (const { log10C, score, gaveUp } of search.trace) {
      if (gaveUp) continue;
      const single = onePerLabel(from);
      const probe = linearProbe(single.features, single.labels, classCount, { C: 10 ** log10C });
      const value = metricValue(metric, linearLogits(probe, by.features), by.labels, by.labelSets);
      expect([log10C, score]).toEqual([log10C, expect.closeTo(value, 2)]);
    }
    const best = search.trace.reduce((one, other) => (betterC(other, one) ? other : one));
    expect(search.C).toBe(10 ** best.log10C);
    // What a ranking scores may still rise when no prediction changes.
    if (metric === 'rocAuc' || metric === 'elevenPointMap')
      expect(search.trace.some(({ gaveUp }) => gaveUp)).toBe(false);
  });

  it('and chooses otherwise than by accuracy where they differ', () => {
    // A rare class, which little penalty finds and much penalty gives up for the frequent one's sake.
    const rare = (seed: number, rows: number): LabeledFeatures => {
      const random = createRandom(seed);
      const labels = Int32Array.from({ length: rows }, (_, n) => (n % 10 === 0 ? 1 : 0));
      const data = Float32Array.from(
        { length: rows * 4 },
        (_, i) => random.normal() + 0.8 * labels[Math.floor(i / 4)]!,
      );
      return { features: { data, rows, columns: 4 }, labels };
    };
    const [from, by] = [rare(11, 240), rare(12, 120)];
    const byAccuracy = selectProbe(from, by, 2, 'accuracy').search;
    const byClass = selectProbe(from, by, 2, 'meanPerClass').search;
    const at = (log10C: number, { trace }: CSearch): number => trace.find((step) => step.log10C === log10C)!.score;
    expect(at(-6, byAccuracy)).toBeCloseTo(0.9, 6); // always the frequent class
    expect(at(-6, byClass)).toBe(0.5);
    expect(byClass.C).not.toBe(byAccuracy.C);
  });
});

describe('splits that nothing can be chosen on are refused', () => {
  const none: LabeledFeatures = {
    features: { data: new Float32Array(), rows: 0, columns: 6 },
    labels: new Int32Array(),
  };
  const spoilt = (set: LabeledFeatures, value: number): LabeledFeatures => {
    const data = Float32Array.from(set.features.data);
    data[13] = value;
    return { ...set, features: { ...set.features, data } };
  };
  it.each<[string, LabeledFeatures, LabeledFeatures, string]>([
    ['an empty training split', none, validation, 'the training split is empty'],
    ['an empty validation split', train, none, 'the validation split is empty'],
    ['NaN to learn from', spoilt(train, NaN), validation, 'the features of the training split of row 3 of 90'],
    ['NaN to choose by', train, spoilt(validation, NaN), 'the features of the validation split of row 3 of 45'],
    ['an infinite number', train, spoilt(validation, -Infinity), 'are not finite (-Infinity)'],
    ['one class', { ...train, labels: train.labels.map(() => 1) }, validation, 'at least two classes, and has 1'],
    ['labels of other classes', train, { ...validation, labels: validation.labels.map(() => 3) }, 'label 0 is 3'],
    ['labels too few', train, { ...validation, labels: validation.labels.slice(1) }, 'there are 44 labels for 45'],
  ])('%s', (_, from, by, message) => {
    expect(() => selectProbe(from, by, 3)).toThrow(message);
    expect(() => selectProbe(from, by, 3)).toThrow(UserError);
  });

  it('and so is a test split', () => {
    const evaluate = (set: LabeledFeatures) => () => evaluateProbe(train, validation, sealSplit('test', set), 3);
    expect(evaluate(none)).toThrow('the test split is empty');
    expect(evaluate(spoilt(test, NaN))).toThrow('the features of the test split of row 3 of 300');
  });
});
