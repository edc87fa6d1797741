import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { elevenPointMap } from '../../../lib/eval/metrics/elevenPointMap.js';
import { bootstrapInterval } from '../../../lib/eval/statistics/interval.js';
import { selectRows, softmaxRows } from '../../../lib/eval/matrix.js';
import { metricValue, resultRows } from '../../../lib/eval/metrics/resultRows.js';
import { topKAccuracy } from '../../../lib/eval/metrics/topKAccuracy.js';

const random = createRandom(5);
const N = 40;

describe('metrics of whole tasks', () => {
  it('ROC AUC orders by how much the second class leads, with an interval around it', async () => {
    const labels = Int32Array.from({ length: N }, (_, n) => n % 2);
    const data = Float32Array.from(
      { length: 2 * N },
      (_, at) => random.normal() + (at % 2 === 1 ? labels[at >> 1]! : 0),
    );
    const [row, ...others] = await resultRows(
      { task: 't', method: 'm', metric: 'rocAuc' },
      { data, rows: N, columns: 2 },
      labels,
      createRandom(1),
    );
    let right = 0;
    const lead = (n: number): number => data[2 * n + 1]! - data[2 * n]!;
    for (let p = 1; p < N; p += 2) for (let q = 0; q < N; q += 2) right += lead(p) > lead(q) ? 1 : 0;
    expect(row!.value).toBeCloseTo(right / (N / 2) ** 2, 12);
    expect(row).toMatchObject({ metric: 'ROC AUC', chance: 0.5, n: N });
    expect(row!.low).toBeLessThan(row!.value);
    expect(row!.high).toBeGreaterThan(row!.value);
    expect(others).toEqual([]);
  });

  it('ROC AUC wants two classes, and a resample of one class alone orders nothing', async () => {
    const named = { task: 't', method: 'm', metric: 'rocAuc' } as const;
    const three = { data: new Float32Array(6), rows: 2, columns: 3 };
    await expect(resultRows(named, three, Int32Array.of(0, 1), random)).rejects.toThrow(
      'a ROC curve needs two classes and not 3',
    );
    // Of two samples half of the resamples are of one class: 0.5 each, beside 1 where both are drawn.
    const two = { data: Float32Array.of(1, 0, 0, 1), rows: 2, columns: 2 };
    const [row] = await resultRows(named, two, Int32Array.of(0, 1), createRandom(1));
    expect(row).toMatchObject({ value: 1, low: 0.5, high: 1 });
  });

  it('are single values, too', () => {
    const scores = { data: Float32Array.of(1, 0, 0, 1, 1, 0), rows: 3, columns: 2 };
    const labels = Int32Array.of(0, 1, 1);
    expect(metricValue('accuracy', scores, labels)).toBeCloseTo(2 / 3, 12);
    expect(metricValue('meanPerClass', scores, labels)).toBeCloseTo(3 / 4, 12);
    expect(metricValue('rocAuc', scores, labels)).toBeCloseTo(3 / 4, 12);
    expect(metricValue('meanTop1Top5', scores, labels)).toBeCloseTo((2 / 3 + 1) / 2, 12);
    const sets = Uint8Array.of(1, 0, 0, 1, 0, 1);
    expect(metricValue('elevenPointMap', scores, labels, sets)).toBeCloseTo(
      elevenPointMap(softmaxRows(scores), sets),
      12,
    );
  });

  it('11-point mAP ranks probabilities over the classes, and guessing finds what there is', async () => {
    const K = 3;
    const labelSets = Uint8Array.from({ length: N * K }, (_, at) =>
      at % K === (at / K) % K || random.int(4) === 0 ? 1 : 0,
    );
    const scores = { data: Float32Array.from({ length: N * K }, () => random.normal()), rows: N, columns: K };
    const [row] = await resultRows(
      { task: 't', method: 'm', metric: 'elevenPointMap' },
      scores,
      new Int32Array(N),
      createRandom(1),
      labelSets,
    );
    expect(row!.value).toBeCloseTo(elevenPointMap(softmaxRows(scores), labelSets), 12);
    // Samples that are drawn twice raise it, so the interval is moved to where the samples' own value is its middle.
    const ofDrawn = (indices: Int32Array): number =>
      elevenPointMap(
        selectRows(softmaxRows(scores), indices),
        Uint8Array.from({ length: N * K }, (_, at) => labelSets[indices[Math.floor(at / K)]! * K + (at % K)]!),
      );
    expect(row).toMatchObject(bootstrapInterval(N, ofDrawn, { random: createRandom(1), centered: true }));
    expect(row!.chance).toBeCloseTo(labelSets.reduce((sum, there) => sum + there, 0) / labelSets.length, 12);
    expect(row!.low).toBeLessThan(row!.value);
    expect(row!.high).toBeGreaterThan(row!.value);
    await expect(
      resultRows({ task: 't', method: 'm', metric: 'elevenPointMap' }, scores, new Int32Array(N), random),
    ).rejects.toThrow('needs the set of labels');
  });

  it('the mean of top-1 and top-5 accuracy, as Kinetics-700 is scored, lies half-way', async () => {
    const K = 12;
    const labels = Int32Array.from({ length: N }, (_, n) => n % K);
    const data = Float32Array.from(
      { length: N * K },
      (_, at) => random.normal() + (at % K === labels[Math.floor(at / K)] ? 1 : 0),
    );
    const scores = { data, rows: N, columns: K };
    const [row] = await resultRows({ task: 't', method: 'm', metric: 'meanTop1Top5' }, scores, labels, createRandom(1));
    expect(row!.value).toBeCloseTo((topKAccuracy(scores, labels, 1) + topKAccuracy(scores, labels, 5)) / 2, 12);
    expect(row!.chance).toBeCloseTo(3 / K, 12);
    expect(row!.low).toBeLessThan(row!.value);
    expect(row!.high).toBeGreaterThan(row!.value);
  });
});

it('the mean of top-1 and top-5 accuracy counts a sample half where only one of five guesses is right', async () => {
  // Class 0 is ranked first, third and sixth.
  const scores = {
    data: new Float32Array([9, 5, 4, 3, 2, 1, 7, 9, 8, 3, 2, 1, 0, 5, 4, 3, 2, 1]),
    rows: 3,
    columns: 6,
  };
  const named = { task: 'clips', method: 'zero-shot', metric: 'meanTop1Top5' } as const;
  const [row] = await resultRows(named, scores, Int32Array.of(0, 0, 0), createRandom(1));
  expect(row).toMatchObject({ metric: 'mean of top-1 and top-5', value: 0.5, n: 3 });
  expect(row!.chance).toBeCloseTo((1 / 6 + 5 / 6) / 2, 12);
});
