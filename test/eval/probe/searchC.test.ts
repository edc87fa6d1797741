import { describe, expect, it } from 'vitest';
import { evaluateProbe } from '../../../lib/eval/probe/evaluateProbe.js';
import { createRandom } from '../../../lib/engine/random.js';
import { joinLabeled } from '../../../lib/eval/probe/labeledFeatures.js';
import { linearLogits, linearProbe, type LinearProbe } from '../../../lib/eval/probe/linearProbe.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { sealSplit } from '../../../lib/datasets/sealedSplit.js';
import { searchC, type CSearch } from '../../../lib/eval/probe/searchC.js';
import { topKCorrect } from '../../../lib/eval/metrics/topKAccuracy.js';
import { loadProbeGoldens, type LoadedGolden } from './probeGoldens.js';

const rightOf = (logits: Matrix, labels: Int32Array): number => topKCorrect(logits, labels, 1).filter(Boolean).length;

function checkSearch(golden: LoadedGolden): void {
  const { train, val, test } = golden.splits;
  const { search, probe, logits, labels } = evaluateProbe(train, val, sealSplit('test', test), golden.classes);
  const { val_correct_by_log10_C: wanted, trace, chosen_C: chosen, refit_on_train_plus_val: refit } = golden.search;

  const correct = new Map(search.trace.map(({ log10C, score }) => [log10C, Math.round(score * val.labels.length)]));
  let compared = 0;
  for (const { log10C, gaveUp } of search.trace) {
    if (gaveUp) continue;
    // scikit-learn stops short of the optimum, the more the larger C: between its count and the optimum's, give or take
    // two samples, where the optimum is known; its own count up to C = 100 where not. The paths may part where two
    // scores are within a sample.
    const fit = golden.fits.find(({ C }) => Math.abs(Math.log10(C) - log10C) < 1e-9);
    const counts = fit
      ? [fit.accuracy.val, fit.sklearn_default.accuracy.val].map((share) => share * val.labels.length)
      : [wanted[log10C]!].filter(() => log10C in wanted && log10C <= 2);
    if (counts.length === 0) continue;
    compared++;
    expect(correct.get(log10C), `C = 10^${log10C}`).toBeGreaterThan(Math.min(...counts) - 2.5);
    expect(correct.get(log10C), `C = 10^${log10C}`).toBeLessThan(Math.max(...counts) + 2.5);
  }
  expect(compared).toBeGreaterThanOrEqual(5);
  expect(search.trace.slice(0, 7).map(({ log10C }) => log10C)).toEqual(trace[0]!.evaluated);
  expect(search.trace.length).toBe(15);
  const best = golden.full_sweep_eighth_decades?.best ?? Math.max(...Object.values(wanted));
  expect(correct.get(Math.log10(search.C))).toBeGreaterThanOrEqual(best - 2);

  // The refit is on both splits, with the C that was chosen; against scikit-learn's refit it is compared at
  // scikit-learn's C.
  const both = joinLabeled([train, val]);
  const refitAt = (C: number): LinearProbe => linearProbe(both.features, both.labels, golden.classes, { C });
  expect(probe.C).toBe(search.C);
  expect(rightOf(logits, labels)).toBe(rightOf(linearLogits(refitAt(search.C), test.features), test.labels));
  const right = rightOf(linearLogits(refitAt(chosen), test.features), test.labels);
  expect(Math.abs(right - refit.test_correct)).toBeLessThanOrEqual(2);
}

describe('searchC follows the paper’s search', async () => {
  it.each(await loadProbeGoldens())('over $name', checkSearch);

  it('comes to what a search does whose fits all converge, in fewer iterations', async () => {
    let [quickly, wholly] = [0, 0];
    for (const { splits, classes } of await loadProbeGoldens(['wine', 'breast_cancer'])) {
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

  it('stays within its range where an end of it is the best', () => {
    // Features so small that the least penalty there is still keeps a probe from most of the rare class.
    const random = createRandom(4);
    const labels = Int32Array.from({ length: 90 }, (_, n) => (n % 3 === 0 ? 1 : 0));
    const data = Float32Array.from({ length: 360 }, (_, i) => 3e-4 * (random.normal() + labels[Math.floor(i / 4)]!));
    const set = { features: { data, rows: 90, columns: 4 }, labels };
    const { C, trace } = searchC(set, set, 2);
    expect(C).toBe(1e6);
    expect(trace.map(({ log10C }) => log10C)).toEqual([-6, -4, -2, 0, 2, 4, 6, 5, 5.5, 5.75, 5.875]);
  });

  it('halves its spacing around the best so far, the C nearest to 1 on ties', async () => {
    const [golden] = await loadProbeGoldens(['wine']);
    // Validated on a class that no training sample has, so that no fit gets it right.
    const { train, val } = golden!.splits;
    const unknown = { features: val.features, labels: val.labels.map(() => golden!.classes) };
    const search = searchC(train, unknown, golden!.classes + 1);
    expect(new Set(search.trace.map(({ score }) => score))).toEqual(new Set([0]));
    expect(search.trace.map(({ log10C }) => log10C)).toEqual([
      ...[-6, -4, -2, 0, 2, 4, 6],
      ...[-1, 1, -1 / 2, 1 / 2, -1 / 4, 1 / 4, -1 / 8, 1 / 8],
    ]);
    expect(search.C).toBe(1);
  });
});
