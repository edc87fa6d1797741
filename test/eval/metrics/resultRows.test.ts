import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { clopperPearson } from '../../../lib/eval/statistics/interval.js';
import { resultRows } from '../../../lib/eval/metrics/resultRows.js';
import { goldenPath } from '../../fixtures/golden.js';

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly scores: number[][];
  readonly labels: number[];
  readonly top1: number;
  readonly top5: number;
  readonly top1_correct: number;
  readonly mean_per_class: number;
}
const { cases } = JSON.parse(readFileSync(goldenPath('metrics/classification.json'), 'utf8')) as { cases: Case[] };
const filled = cases.filter(({ labels }) => labels.length > 0);

const rowsOf = ({ scores, labels, classes }: Case, metric: 'accuracy' | 'meanPerClass', seed = 1) =>
  resultRows(
    { task: 't', method: 'm', metric },
    { data: Float32Array.from(scores.flat()), rows: scores.length, columns: classes },
    Int32Array.from(labels),
    createRandom(seed),
  );

describe('resultRows', () => {
  it.each(filled)('is scikit-learn’s value with its interval over $name', async (golden) => {
    const [accuracy, top5] = await rowsOf(golden, 'accuracy');
    const [mean] = await rowsOf(golden, 'meanPerClass');
    expect(accuracy!.value).toBeCloseTo(golden.top1, 12);
    expect(mean!.value).toBeCloseTo(golden.mean_per_class, 12);
    expect(accuracy).toMatchObject(await clopperPearson(golden.top1_correct, golden.labels.length));
    expect(accuracy).toMatchObject({ n: golden.labels.length, classes: golden.classes, chance: 1 / golden.classes });
    for (const { low, value, high } of [accuracy!, mean!]) expect(low <= value && value <= high).toBe(true);
    if (golden.classes >= 50) expect(top5!.value).toBeCloseTo(golden.top5, 12);
    else expect(top5).toBeUndefined();
  });

  it('adds top-5 from fifty classes on', async () => {
    const made = (classes: number): Case => ({
      ...filled[0]!,
      classes,
      scores: [0, 1, 2, 3].map((n) => Array.from({ length: classes }, (_, k) => (k === n ? 0.5 : k < 5 ? 1 : 0))),
      labels: [0, 1, 2, 9],
    });
    expect((await rowsOf(made(49), 'accuracy')).map(({ metric }) => metric)).toEqual(['accuracy']);
    expect(await rowsOf(made(50), 'accuracy')).toMatchObject([
      { metric: 'accuracy', value: 0, chance: 1 / 50 },
      { metric: 'top-5 accuracy', value: 3 / 4, chance: 5 / 50 },
    ]);
  });

  it('resamples by the seed', async () => {
    const golden = filled.find(({ top1 }) => top1 > 0 && top1 < 1)!;
    expect(await rowsOf(golden, 'meanPerClass', 2)).toEqual(await rowsOf(golden, 'meanPerClass', 2));
    expect(await rowsOf(golden, 'meanPerClass', 2)).not.toEqual(await rowsOf(golden, 'meanPerClass', 3));
  });
});
