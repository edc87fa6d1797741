import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import type { Matrix } from '../../../lib/eval/matrix.js';
import { resampledValues } from '../../../lib/eval/metrics/resampledValues.js';
import { metricStatistic, metricValue } from '../../../lib/eval/metrics/resultRows.js';

const random = createRandom(3);
const [N, K] = [60, 2];
const scores: Matrix = { data: Float32Array.from({ length: N * K }, () => random.normal()), rows: N, columns: K };
const labels = Int32Array.from({ length: N }, () => random.int(K));
const labelSets = Uint8Array.from({ length: N * K }, (_, k) => Number(labels[Math.floor(k / K)] === k % K));

it.each(['accuracy', 'meanPerClass', 'rocAuc', 'meanTop1Top5', 'elevenPointMap'] as const)(
  'the %s of all samples once is the metric, and resamples lie around it',
  (metric) => {
    const value = metricValue(metric, scores, labels, labelSets);
    const statistic = metricStatistic(metric, scores, labels, labelSets);
    expect(statistic(Int32Array.from(labels, (_, k) => k))).toBeCloseTo(value, 12);
    const values = resampledValues(metric, scores, labels, { random: createRandom(1), count: 400, labelSets });
    expect(values).toHaveLength(400);
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    expect(Math.abs(mean - value)).toBeLessThan(0.05);
    expect(new Set(values).size).toBeGreaterThan(5);
  },
);

it('two ways to classify see the same draws of samples, and the same way twice the same values', () => {
  const worse: Matrix = { ...scores, data: scores.data.map((score, k) => (k < 20 ? -score : score)) };
  const of = (some: Matrix) => resampledValues('accuracy', some, labels, { random: createRandom(1), count: 200 });
  expect(of(scores)).toEqual(of(scores));
  const [first, second] = [of(scores), of(worse)];
  const apart = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  const differences = first.map((value, k) => value - second[k]!);
  // Only ten of sixty samples differ: their difference varies less than either of the two.
  expect(apart(differences)).toBeLessThan(apart(first));
});

it('refuses no draws at all, and scores that fit no labels', () => {
  expect(() => resampledValues('accuracy', scores, labels, { random, count: 0 })).toThrow('the number of resamples');
  expect(() => resampledValues('accuracy', scores, labels.subarray(1), { random, count: 1 })).toThrow('samples');
  expect(() => resampledValues('elevenPointMap', scores, labels, { random, count: 1 })).toThrow('labelSets');
});
