import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import type { LabeledFeatures } from '../../../lib/eval/probe/labeledFeatures.js';
import { createProbeFitter, linearLogits, linearProbe } from '../../../lib/eval/probe/linearProbe.js';
import { shareCorrect } from '../../../lib/eval/probe/searchC.js';
import { predictions } from '../../../lib/eval/metrics/topKAccuracy.js';
import { coefficients, loadProbeGoldens, slowObjective, type LoadedGolden } from './probeGoldens.js';

const SPLITS = ['train', 'val', 'test'] as const;

function checkAgainstOptima({ classes, fits, splits, optima }: LoadedGolden): void {
  const fitter = createProbeFitter(splits.train.features, splits.train.labels, classes);
  fits.forEach((golden, k) => {
    const probe = fitter.fit({ C: golden.C });
    const objective = slowObjective(probe, splits.train);
    const best = golden.objective_optimum;
    // How far a fit stops short of the optimum: the flatter the bottom is, the further.
    const above = golden.C <= 1 ? 1e-5 : 6e-5;
    expect([golden.C, objective / best > 1 - 1e-9, objective / best < 1 + above]).toEqual([golden.C, true, true]);
    expect(Math.abs(probe.objective / objective - 1)).toBeLessThan(4e-6);
    if (golden.C <= 1) {
      const worst = Math.max(...coefficients(probe).map((w, i) => Math.abs(w - optima[k]![i]!)));
      expect(worst).toBeLessThan(5e-3 * golden.coef_max_abs);
    }
    for (const name of SPLITS) {
      const { features, labels } = splits[name];
      const correct = shareCorrect(predictions(linearLogits(probe, features)), labels) * labels.length;
      const ends = [golden.accuracy[name], golden.sklearn_default.accuracy[name]].map((share) => share * labels.length);
      expect(correct).toBeGreaterThan(Math.min(...ends) - 2.5);
      expect(correct).toBeLessThan(Math.max(...ends) + 2.5);
    }
  });
  fitter.dispose();
}

describe('linearProbe at scikit-learn’s optimum', async () => {
  it.each(await loadProbeGoldens())('over $name', checkAgainstOptima);
});

function drawSamples(seed: number, N: number, D: number, K: number): LabeledFeatures {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: N }, (_, n) => (n < K ? n : random.int(K)));
  const data = Float32Array.from(
    { length: N * D },
    (_, i) => random.normal() + (i % D === labels[Math.floor(i / D)] ? 1.5 : 0) + 3,
  );
  return { features: { data, rows: N, columns: D }, labels };
}

describe('linearProbe', () => {
  it('leaves no slope, with fewer samples than features as with more', () => {
    const shape = fc.record({
      seed: fc.nat(1000),
      N: fc.integer({ min: 5, max: 30 }),
      D: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(shape, fc.constantFrom(0.01, 1, 30), ({ seed, N, D }, C) => {
        const samples = drawSamples(seed, N, D, 3);
        const probe = linearProbe(samples.features, samples.labels, 3, { C });
        const here = slowObjective(probe, samples);
        for (let i = 0; i < 3 * D; i += 1 + (i % 3)) {
          for (const move of [-0.1, 0.1]) {
            const data = probe.weights.data.map((w, j) => (j === i ? w + move : w));
            expect(slowObjective({ ...probe, weights: { ...probe.weights, data } }, samples)).toBeGreaterThan(here);
          }
        }
        for (const move of [-0.1, 0.1]) {
          const intercepts = probe.intercepts.map((b, k) => (k === 1 ? b + move : b));
          expect(slowObjective({ ...probe, intercepts }, samples)).toBeGreaterThan(here);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('ends at the same optimum from another start, in fewer iterations from a near one', () => {
    const { features, labels } = drawSamples(3, 200, 20, 4);
    const fitter = createProbeFitter(features, labels, 4);
    const cold = fitter.fit({ C: 10 });
    const near = fitter.fit({ C: 10, start: fitter.fit({ C: 8 }) });
    expect(near.objective / cold.objective).toBeCloseTo(1, 4);
    expect(near.iterations).toBeLessThan(cold.iterations);
    expect(fitter.fit({ C: 10, start: cold }).iterations).toBeLessThanOrEqual(1);
    fitter.dispose();
  });

  it('never predicts a class without samples, and is the same without it', () => {
    const { features, labels } = drawSamples(5, 40, 6, 3);
    const without = linearProbe(features, labels, 3, { C: 1 });
    const spread = labels.map((label) => label * 2);
    const probe = linearProbe(features, spread, 6, { C: 1 });
    expect(Array.from(probe.intercepts, Number.isFinite)).toEqual([true, false, true, false, true, false]);
    expect(predictions(linearLogits(probe, features))).toEqual(
      predictions(linearLogits(without, features)).map((label) => label * 2),
    );
  });

  it('says when the iterations ran out', () => {
    const { features, labels } = drawSamples(7, 100, 10, 3);
    const probe = linearProbe(features, labels, 3, { C: 1e4, maxIterations: 2 });
    expect([probe.converged, probe.iterations]).toEqual([false, 2]);
  });

  describe('with a prior', () => {
    const random = createRandom(21);
    const { features, labels } = drawSamples(13, 12, 5, 3);
    const weights = { data: Float32Array.from({ length: 15 }, () => random.normal()), rows: 3, columns: 5 };
    const prior = { weights, intercepts: Float64Array.of(0.1, -0.2, 0.3) };
    const distance = (a: Float32Array, b: Float32Array): number => Math.hypot(...a.map((w, i) => w - b[i]!));

    it('is the prior at a small C, and goes as far from it as a probe without at a large one', () => {
      const near = linearProbe(features, labels, 3, { C: 1e-6, prior });
      expect(distance(near.weights.data, weights.data)).toBeLessThan(1e-3);
      near.intercepts.forEach((b, k) => expect(b).toBeCloseTo(prior.intercepts[k]!, 3));
      const [free, far] = [{}, { prior }].map((options) => linearProbe(features, labels, 3, { C: 1e4, ...options }));
      expect(far!.objective).toBeLessThan(2 * free!.objective);
      expect(distance(far!.weights.data, weights.data)).toBeGreaterThan(1);
    });

    it('leaves no slope in sum of log-losses + |W - prior|² / (2 C)', () => {
      const C = 0.5;
      const probe = linearProbe(features, labels, 3, { C, prior, tolerance: 1e-9 });
      const mean = Array.from({ length: 5 }, (_, j) => {
        let sum = 0;
        for (let n = 0; n < 12; n++) sum += features.data[n * 5 + j]!;
        return sum / 12;
      });
      const objective = (data: Float32Array, intercepts: Float64Array): number => {
        const logLoss = slowObjective(
          { ...probe, weights: { ...weights, data }, intercepts, C: Infinity },
          {
            features,
            labels,
          },
        );
        // The intercept is penalized where the features are centered.
        const moved = Array.from({ length: 3 }, (_, k) =>
          mean.reduce(
            (sum, m, j) => sum + m * (data[k * 5 + j]! - weights.data[k * 5 + j]!),
            intercepts[k]! - prior.intercepts[k]!,
          ),
        );
        return logLoss + (distance(data, weights.data) ** 2 + Math.hypot(...moved) ** 2) / (2 * C);
      };
      const here = objective(probe.weights.data, probe.intercepts);
      expect(probe.objective / here).toBeCloseTo(1, 5);
      for (let i = 0; i < 15; i++)
        for (const move of [-0.02, 0.02])
          expect(
            objective(
              probe.weights.data.map((w, j) => (j === i ? w + move : w)),
              probe.intercepts,
            ),
          ).toBeGreaterThan(here);
      for (const move of [-0.02, 0.02])
        expect(
          objective(
            probe.weights.data,
            probe.intercepts.map((b, k) => (k === 1 ? b + move : b)),
          ),
        ).toBeGreaterThan(here);
    });

    it('goes on from a start, and knows classes without samples', () => {
      const fitter = createProbeFitter(features, labels, 3, { prior });
      const cold = fitter.fit({ C: 2 });
      expect(fitter.fit({ C: 2, start: cold }).iterations).toBeLessThanOrEqual(1);
      fitter.dispose();
      const two = labels.map((label) => label % 2);
      const probe = linearProbe(features, two, 3, { C: 1e-6, prior });
      expect(predictions(linearLogits(probe, features))).toEqual(predictions(linearLogits(prior, features)));
      probe.intercepts.forEach((b, k) => expect(b).toBeCloseTo(prior.intercepts[k]!, 3));
      expect(() => linearProbe(features, labels, 4, { C: 1, prior })).toThrow(
        'prior has weights of 3 x 5, expected 4 x 5',
      );
    });
  });

  it('survives features that tell nothing', () => {
    const features = { data: new Float32Array(40).fill(2), rows: 20, columns: 2 };
    const labels = Int32Array.from({ length: 20 }, (_, n) => (n < 15 ? 0 : 1));
    const probe = linearProbe(features, labels, 2, { C: 1 });
    expect(Math.max(...probe.weights.data.map(Math.abs))).toBeLessThan(1e-12);
    expect(probe.intercepts[0]! - probe.intercepts[1]!).toBeCloseTo(Math.log(3), 3);
  });

  it('refuses what it cannot fit', () => {
    const { features, labels } = drawSamples(9, 10, 2, 2);
    const fit = (y: ArrayLike<number>, C = 1) => linearProbe(features, y, 2, { C });
    expect(() => fit(labels.slice(1))).toThrow('9 labels for 10 rows');
    expect(() => fit(labels.map((label) => label + 1))).toThrow('classes are numbered 0 to 1');
    expect(() => fit(new Int32Array(10))).toThrow('at least two classes, and has 1');
    expect(() => fit(labels, 0)).toThrow('C must be a number above 0, not 0');
    const broken = { ...features, data: features.data.map((x, i) => (i === 3 ? NaN : x)) };
    expect(() => linearProbe(broken, labels, 2, { C: 1 })).toThrow('NaN');
  });
});
