import { from } from 'arquero';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { amountToReach } from '../../lib/eval/statistics/amountToReach.js';
import { binomialTest } from '../../lib/eval/statistics/binomialTest.js';
import { bonferroni } from '../../lib/eval/statistics/bonferroni.js';
import { averageOverTasks } from '../../lib/experiments/averageOverTasks.js';
import { dataEfficiency } from '../../lib/experiments/dataEfficiency.js';
import {
  effectiveRobustness,
  expectedUnderShift,
  fitRobustnessLine,
} from '../../lib/eval/statistics/effectiveRobustness.js';
import { elevenPointMap, elevenPointPrecision } from '../../lib/eval/metrics/elevenPointMap.js';
import { bootstrapInterval, clopperPearson } from '../../lib/eval/statistics/interval.js';
import { linearLogits } from '../../lib/eval/probe/linearProbe.js';
import { innerProducts, normalizeRows, softmaxRows, type Matrix } from '../../lib/eval/matrix.js';
import { meanPerClassAccuracy } from '../../lib/eval/metrics/meanPerClassAccuracy.js';
import { nearestRows } from '../../lib/apps/nearDuplicates/nearestRows.js';
import { chooseThreshold, thresholdQuality } from '../../lib/apps/nearDuplicates/thresholdQuality.js';
import { fitPowerLaw } from '../../lib/eval/statistics/powerLaw.js';
import { averageEmbeddings, averageProbabilities } from '../../lib/eval/zeroShot/prompts/ensembles.js';
import type { Metric } from '../../lib/datasets/metric.js';
import { metricValue, resultRows } from '../../lib/eval/metrics/resultRows.js';
import { recallAtK, retrievalRanks } from '../../lib/eval/metrics/retrievalRecall.js';
import { oneVsRestAuc, rocAuc } from '../../lib/eval/metrics/rocAuc.js';
import { studentInterval, studentQuantile } from '../../lib/eval/statistics/studentInterval.js';
import { predictions, topKAccuracy } from '../../lib/eval/metrics/topKAccuracy.js';
import { zeroShotLogits, zeroShotPrior } from '../../lib/eval/zeroShot/zeroShot.js';
import { UserError } from '../../lib/io/userError.js';

const random = createRandom(3);
const matrix = (rows: number, columns: number): Matrix => ({
  data: Float32Array.from({ length: rows * columns }, () => random.normal()),
  rows,
  columns,
});
/** As a list and not an Int32Array, which cannot hold NaN. */
const labels = [0, 1, 2, 1, 0, 2] as unknown as Int32Array;
const binary = [0, 1, 1, 0, 1, 0] as unknown as Int32Array;
const labelSets = Uint8Array.of(1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 1);
const named = (metric: Metric) => ({ task: 'T', method: 'm', metric });
const fewShotTable = (rows: readonly { shots: number; value: number }[]) =>
  from(
    rows.map(({ shots, value }) => ({
      ...{ task: 't', title: 'T', model: 'f', method: shots === 0 ? 'zero-shot' : 'linear probe' },
      ...{ shots, imagesPerClass: shots, seed: 1, value },
    })),
  );
const validation = [0.95, 0.99].map((similarity, k) => ({
  ...{ id: `a:${k}`, copy: similarity, altered: 0.5, other: similarity, nearest: `b:${k}` },
}));

/** Something that measures, and sound arguments for it, every number of which is spoilt in turn. */
interface Case<T = unknown> {
  readonly args: T;
  readonly run: (args: T) => unknown;
}
const measure = <T>(args: T, run: (args: T) => unknown): Case => ({ args, run: run as Case['run'] });

const CASES: Readonly<Record<string, Case>> = {
  predictions: measure(matrix(6, 3), predictions),
  topKAccuracy: measure({ scores: matrix(6, 3), labels, k: 2 }, (a) => topKAccuracy(a.scores, a.labels, a.k)),
  meanPerClassAccuracy: measure({ predicted: labels, labels }, (a) => meanPerClassAccuracy(a.predicted, a.labels)),
  rocAuc: measure({ scores: [0.3, 0.3, 0.9, 0.1, 0.5, 0.2], labels: binary }, (a) => rocAuc(a.scores, a.labels)),
  oneVsRestAuc: measure({ scores: matrix(6, 3), labels }, (a) => oneVsRestAuc(a.scores, a.labels)),
  elevenPointPrecision: measure({ scores: [0.3, 0.3, 0.9], present: [1, 0, 1] }, (a) =>
    elevenPointPrecision(a.scores, a.present),
  ),
  elevenPointMap: measure({ scores: matrix(6, 3), labelSets }, (a) => elevenPointMap(a.scores, a.labelSets)),
  retrievalRanks: measure({ similarity: matrix(3, 4), of: [0, 1, 2, 1] }, (a) => retrievalRanks(a.similarity, a.of)),
  recallAtK: measure({ ranks: [0, 3, 1] as unknown as Int32Array, k: 1 }, (a) => recallAtK(a.ranks, a.k)),
  'metricValue accuracy': measure({ s: matrix(6, 3), labels }, (a) => metricValue('accuracy', a.s, a.labels)),
  'metricValue meanPerClass': measure({ s: matrix(6, 3), labels }, (a) => metricValue('meanPerClass', a.s, a.labels)),
  'metricValue meanTop1Top5': measure({ s: matrix(6, 3), labels }, (a) => metricValue('meanTop1Top5', a.s, a.labels)),
  'metricValue rocAuc': measure({ s: matrix(6, 2), binary }, (a) => metricValue('rocAuc', a.s, a.binary)),
  'metricValue elevenPointMap': measure({ s: matrix(6, 3), labels, labelSets }, (a) =>
    metricValue('elevenPointMap', a.s, a.labels, a.labelSets),
  ),
  'resultRows accuracy': measure({ s: matrix(6, 3), labels }, (a) =>
    resultRows(named('accuracy'), a.s, a.labels, createRandom(1)),
  ),
  'resultRows meanPerClass': measure({ s: matrix(6, 3), labels }, (a) =>
    resultRows(named('meanPerClass'), a.s, a.labels, createRandom(1)),
  ),
  bootstrapInterval: measure({ n: 5, values: [0.1, 0.2, 0.3, 0.4, 0.5], resamples: 50, level: 0.9 }, (a) =>
    bootstrapInterval(a.n, (drawn) => drawn.reduce((sum, k) => sum + a.values[k]!, 0), {
      random: createRandom(1),
      resamples: a.resamples,
      level: a.level,
    }),
  ),
  clopperPearson: measure({ k: 3, n: 9, level: 0.9 }, (a) => clopperPearson(a.k, a.n, a.level)),
  binomialTest: measure({ k: 3, n: 9, share: 0.5 }, (a) => binomialTest(a.k, a.n, a.share)),
  bonferroni: measure({ p: [0.1, 0.02], alpha: 0.05 }, (a) => bonferroni(a.p, a.alpha)),
  studentQuantile: measure({ freedom: 3, level: 0.9 }, (a) => studentQuantile(a.freedom, a.level)),
  studentInterval: measure({ values: [1, 2, 4], level: 0.9 }, (a) => studentInterval(a.values, a.level)),
  'studentInterval of one': measure([1], (values) => studentInterval(values)),
  fitPowerLaw: measure({ points: [1, 2, 4].map((x) => ({ x, y: 1 / x })), level: 0.9 }, (a) =>
    fitPowerLaw(a.points, a.level),
  ),
  'the power law at a point': measure({ x: 3 }, async ({ x }) =>
    (await fitPowerLaw([1, 2, 4].map((at) => ({ x: at, y: 1 / at })))).at(x),
  ),
  fitRobustnessLine: measure(
    [0.5, 0.6, 0.8].map((inDistribution) => ({ inDistribution, shifted: inDistribution / 2 })),
    fitRobustnessLine,
  ),
  expectedUnderShift: measure({ line: { slope: 1, intercept: -0.5 }, at: 0.7 }, (a) =>
    expectedUnderShift({ ...a.line, r2: 1 }, a.at),
  ),
  effectiveRobustness: measure(
    { line: { slope: 1, intercept: -0.5 }, pair: { inDistribution: 0.7, shifted: 0.6 } },
    (a) => effectiveRobustness({ ...a.line, r2: 1 }, a.pair),
  ),
  amountToReach: measure({ curve: [1, 2, 4].map((amount) => ({ amount, value: amount / 5 })), value: 0.5 }, (a) =>
    amountToReach(a.curve, a.value),
  ),
  averageOverTasks: measure(
    [1, 2].map((shots) => ({ shots, value: shots / 5 })),
    (a) => averageOverTasks(fewShotTable(a)),
  ),
  dataEfficiency: measure(
    [0.3, 0.2, 0.4].map((value) => ({ value })),
    (a) => dataEfficiency(fewShotTable(a.map(({ value }, shots) => ({ shots, value })))),
  ),
  thresholdQuality: measure({ of: validation.map(({ copy, other }) => ({ copy, other })), threshold: 0.97 }, (a) =>
    thresholdQuality(
      validation.map((own, k) => ({ ...own, ...a.of[k] })),
      [],
      a.threshold,
    ),
  ),
  chooseThreshold: measure({ of: validation.map(({ copy, other }) => ({ copy, other })), precision: 0.9 }, (a) =>
    chooseThreshold(
      validation.map((own, k) => ({ ...own, ...a.of[k] })),
      [],
      a.precision,
    ),
  ),
  nearestRows: measure({ queries: matrix(2, 3), rows: matrix(4, 3) }, (a) => nearestRows(a.queries, a.rows)),
  averageEmbeddings: measure([matrix(3, 4), matrix(3, 4)], averageEmbeddings),
  averageProbabilities: measure({ features: matrix(2, 4), prompts: [matrix(3, 4), matrix(3, 4)], scale: 10 }, (a) =>
    averageProbabilities(a.features, a.prompts, a.scale),
  ),
  normalizeRows: measure(matrix(2, 3), normalizeRows),
  innerProducts: measure({ a: matrix(2, 3), b: matrix(4, 3) }, ({ a, b }) => innerProducts(a, b)),
  zeroShotLogits: measure({ features: matrix(2, 4), classifier: matrix(3, 4), scale: 10 }, (a) =>
    zeroShotLogits(a.features, a.classifier, a.scale),
  ),
  zeroShotPrior: measure({ classifier: matrix(3, 4), scale: 10 }, (a) => zeroShotPrior(a.classifier, a.scale)),
  linearLogits: measure({ weights: matrix(3, 4), features: matrix(2, 4) }, (a) =>
    linearLogits({ weights: a.weights, intercepts: new Float64Array(3) }, a.features),
  ),
};

/** Where numbers stand in a value: the path to each. */
function numbersIn(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'number') return [[...path]];
  if (ArrayBuffer.isView(value)) return Array.from({ length: (value as Float32Array).length }, (_, k) => [...path, k]);
  if (Array.isArray(value)) return value.flatMap((inner, k) => numbersIn(inner, [...path, k]));
  return Object.entries(value as object).flatMap(([field, inner]) => numbersIn(inner, [...path, field]));
}

/** A copy with another number at one place. */
function spoil(value: unknown, [first, ...rest]: readonly (string | number)[], bad: number): unknown {
  if (first === undefined) return bad;
  if (ArrayBuffer.isView(value)) return Float32Array.from(value as Float32Array, (x, k) => (k === first ? bad : x));
  if (Array.isArray(value)) return value.map((inner: unknown, k) => (k === first ? spoil(inner, rest, bad) : inner));
  return { ...(value as object), [first]: spoil((value as Record<string, unknown>)[first], rest, bad) };
}

describe('no metric takes a number that is not finite, wherever it stands', () => {
  it.each(Object.entries(CASES))('%s', async (_, { args, run }) => {
    await run(args); // sound as it is
    const places = numbersIn(args);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.constantFrom(NaN, Infinity, -Infinity), async (place, bad) => {
        const measured = (async () => await run(spoil(args, place, bad)))();
        await expect(measured).rejects.toThrow(UserError);
        await expect(measured).rejects.toThrow(/^[^\n]+[.]$/);
      }),
      { numRuns: 40 },
    );
  });

  it('a softmax takes -Infinity for what is not possible, and nothing else', () => {
    const logits = (...data: number[]): Matrix => ({ data: Float32Array.from(data), rows: 1, columns: data.length });
    expect([...softmaxRows(logits(0, -Infinity)).data]).toEqual([1, 0]);
    for (const bad of [NaN, Infinity]) expect(() => softmaxRows(logits(0, bad))).toThrow('row 1 of 1 are not finite');
    expect(() => softmaxRows(logits(-Infinity, -Infinity))).toThrow('all -Infinity');
  });

  it('a class without a sample has the lowest logit there is, and it is finite', () => {
    const features = matrix(2, 4);
    const intercepts = Float64Array.of(0, -Infinity, 1);
    const { data } = linearLogits({ weights: matrix(3, 4), intercepts }, features);
    expect([data[1], data[4]]).toEqual([-3.4028234663852886e38, -3.4028234663852886e38]);
    expect([...data].every(Number.isFinite)).toBe(true);
    for (const bad of [NaN, Infinity])
      expect(() => linearLogits({ weights: matrix(3, 4), intercepts: Float64Array.of(0, bad, 1) }, features)).toThrow(
        'the intercept of class 1',
      );
  });
});

describe('metrics do not depend on the order of samples, ties or not', () => {
  const K = 3;
  /** Scores of few values, so that many tie; every class is there. */
  const samples = fc
    .tuple(
      fc.array(
        fc.record({
          scores: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: K, maxLength: K }),
          label: fc.integer({ min: 0, max: K - 1 }),
          sets: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: K, maxLength: K }),
        }),
        { minLength: 4, maxLength: 20 },
      ),
      fc.integer(),
    )
    .map(([drawn, seed]) => {
      const own = [0, 1, 2].map((label) => ({ scores: [1, 2, label], label, sets: [1, 1, 0] }));
      const all = [...drawn, ...own];
      return { all, shuffled: createRandom(seed).shuffle([...all]) };
    });
  type Sample = { scores: number[]; label: number; sets: number[] };
  const scoresOf = (all: readonly Sample[], columns = K): Matrix => ({
    data: Float32Array.from(all.flatMap(({ scores }) => scores.slice(0, columns))),
    rows: all.length,
    columns,
  });
  const labelsOf = (all: readonly Sample[]): Int32Array => Int32Array.from(all, ({ label }) => label);
  const setsOf = (all: readonly Sample[]): Uint8Array => Uint8Array.from(all.flatMap(({ sets }) => sets));
  const binaryOf = (all: readonly Sample[]): Int32Array => labelsOf(all).map((label) => Math.min(label, 1));

  it.each<[string, (all: readonly Sample[]) => number]>([
    ['accuracy', (all) => metricValue('accuracy', scoresOf(all), labelsOf(all))],
    ['mean per class', (all) => metricValue('meanPerClass', scoresOf(all), labelsOf(all))],
    ['mean of top-1 and top-5', (all) => metricValue('meanTop1Top5', scoresOf(all), labelsOf(all))],
    ['ROC AUC', (all) => metricValue('rocAuc', scoresOf(all, 2), binaryOf(all))],
    ['one against the rest', (all) => oneVsRestAuc(scoresOf(all), labelsOf(all))],
    ['11-point mean', (all) => metricValue('elevenPointMap', scoresOf(all), labelsOf(all), setsOf(all))],
  ])('%s', (_, value) => {
    fc.assert(
      fc.property(samples, ({ all, shuffled }) => {
        expect(value(shuffled)).toBeCloseTo(value(all), 12);
      }),
    );
  });

  it('ties count as one half, and come in together', () => {
    expect(rocAuc([1, 1, 1, 1], [0, 1, 0, 1])).toBe(0.5);
    for (const present of [
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ])
      expect(elevenPointPrecision([1, 1, 1, 1], present)).toBe(0.25);
  });
});
