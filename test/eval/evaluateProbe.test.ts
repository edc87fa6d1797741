import { expect, it } from 'vitest';
import { sealSplit } from '../../lib/datasets/sealedSplit.js';
import { createRandom } from '../../lib/engine/random.js';
import { evaluateProbe, selectProbe } from '../../lib/eval/evaluateProbe.js';
import { joinLabelled, type LabelledFeatures } from '../../lib/eval/labelledFeatures.js';
import { linearLogits, linearProbe } from '../../lib/eval/linearProbe.js';
import { shareCorrect } from '../../lib/eval/searchC.js';
import { predictions } from '../../lib/eval/topKAccuracy.js';

/** Three classes around three corners. */
function draw(seed: number, rows: number): LabelledFeatures {
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
  const both = joinLabelled([train, validation]);
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

it('scores by what it is given', () => {
  const scored: number[] = [];
  const { search } = selectProbe(train, validation, 3, (predicted, labels) => {
    expect([predicted.length, labels]).toEqual([45, validation.labels]);
    scored.push(scored.length);
    return scored.length / 100;
  });
  // Each later fit scores higher, so the last one is chosen.
  expect(search.C).toBe(10 ** search.trace.at(-1)!.log10C);
});
