import { betterC } from '../../lib/eval/betterC.js';
import { describe, expect, it } from 'vitest';
import { evaluateProbe } from '../../lib/eval/evaluateProbe.js';
import { joinLabelled } from '../../lib/eval/labelledFeatures.js';
import { linearLogits, linearProbe, type LinearProbe } from '../../lib/eval/linearProbe.js';
import type { Matrix } from '../../lib/eval/matrix.js';
import { sealSplit } from '../../lib/datasets/sealedSplit.js';
import { searchC, type CSearch } from '../../lib/eval/searchC.js';
import { topKCorrect } from '../../lib/eval/topKAccuracy.js';
import { hasGolden } from '../fixtures/golden.js';
import { loadProbeGoldens, type LoadedGolden } from './probeGoldens.js';

const rightOf = (logits: Matrix, labels: Int32Array): number => topKCorrect(logits, labels, 1).filter(Boolean).length;

function checkSearch(golden: LoadedGolden): void {
  const { train, val, test } = golden.splits;
  const { search, probe, logits, labels } = evaluateProbe(train, val, sealSplit('test', test), golden.classes);
  const { val_correct_by_log10_C: wanted, trace, chosen_C: chosen, refit_on_train_plus_val: refit } = golden.search;

  const correct = new Map(search.trace.map(({ log10C, score }) => [log10C, Math.round(score * val.labels.length)]));
  for (const { log10C, gaveUp } of search.trace) {
    if (gaveUp) continue;
    // The paths may part where two scores are within a sample; and above C = 100 scikit-learn stops well short of the optimum.
    const expected = log10C <= 2 ? wanted[log10C] : undefined;
    if (expected !== undefined) expect(Math.abs(correct.get(log10C)! - expected)).toBeLessThanOrEqual(2);
  }
  expect(search.trace.slice(0, 7).map(({ log10C }) => log10C)).toEqual(trace[0]!.evaluated);
  expect(search.trace.length).toBe(15);
  const best = golden.full_sweep_eighth_decades?.best ?? Math.max(...Object.values(wanted));
  expect(correct.get(Math.log10(search.C))).toBeGreaterThanOrEqual(best - 2);

  // The refit is on both splits, with the C that was chosen; against scikit-learn's refit it is compared at scikit-learn's C.
  const both = joinLabelled([train, val]);
  const refitAt = (C: number): LinearProbe => linearProbe(both.features, both.labels, golden.classes, { C });
  expect(probe.C).toBe(search.C);
  expect(rightOf(logits, labels)).toBe(rightOf(linearLogits(refitAt(search.C), test.features), test.labels));
  const right = rightOf(linearLogits(refitAt(chosen), test.features), test.labels);
  expect(Math.abs(right - refit.test_correct)).toBeLessThanOrEqual(2);
}

describe('searchC follows the paper’s search', async () => {
  it.each(await loadProbeGoldens('small'))('over $name', checkSearch);

  const large = hasGolden('probe/probe.json') ? await loadProbeGoldens('probe') : [];
  it.each(large.filter(({ name }) => name === 'digits'))('over $name', checkSearch);

  it('comes to what a search does whose fits all converge, in fewer iterations', async () => {
    let [quickly, wholly] = [0, 0];
    for (const { splits, classes } of await loadProbeGoldens('small')) {
      const { train, val } = splits;
      const quick = searchC(train, val, classes);
      const whole = searchC(train, val, classes, undefined, { giveUp: false });
      const best = ({ trace }: CSearch): number => Math.max(...trace.map(({ score }) => score));
      expect(quick.C).toBe(whole.C);
      expect(best(quick)).toBe(best(whole));
      expect(whole.trace.every(({ gaveUp }) => !gaveUp)).toBe(true);
      // A fit that gave up would not have won.
      for (const { gaveUp, log10C } of quick.trace) {
        const finished = whole.trace.find((step) => step.log10C === log10C);
        if (gaveUp) expect(finished!.score).toBeLessThanOrEqual(best(whole));
      }
      const spent = ({ trace }: CSearch): number => trace.reduce((sum, { iterations }) => sum + iterations, 0);
      quickly += spent(quick);
      wholly += spent(whole);
    }
    expect(quickly).toBeLessThan(0.95 * wholly);
  });

  it('halves its spacing around the best so far, the C nearest to 1 on ties', async () => {
    const [golden] = await loadProbeGoldens('small');
    const { train, val, test } = golden!.splits;
    const { search } = evaluateProbe(train, val, sealSplit('test', test), golden!.classes, () => 0.5);
    expect(search.trace.map(({ log10C }) => log10C)).toEqual([
      ...[-6, -4, -2, 0, 2, 4, 6],
      ...[-1, 1, -1 / 2, 1 / 2, -1 / 4, 1 / 4, -1 / 8, 1 / 8],
    ]);
    expect(search.C).toBe(1);
  });

  it('prefers a better score to any place, and of two equally near to 1 the smaller', () => {
    expect(betterC({ log10C: -6, score: 0.6 }, { log10C: 0, score: 0.5 })).toBe(true);
    expect(betterC({ log10C: -2, score: 0.5 }, { log10C: 2, score: 0.5 })).toBe(true);
    expect(betterC({ log10C: 2, score: 0.5 }, { log10C: -2, score: 0.5 })).toBe(false);
  });
});
