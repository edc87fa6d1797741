import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { guessing, type SingleLabelMetric } from '../../../lib/eval/metrics/guessing.js';
import { metricValue, resultRows } from '../../../lib/eval/metrics/resultRows.js';

const N = 40_000;

describe('guessing', () => {
  it.each<[SingleLabelMetric, number]>([
    ['accuracy', 4],
    ['meanPerClass', 4],
    ['meanTop1Top5', 8],
    ['meanTop1Top5', 3],
    ['rocAuc', 2],
  ])('in %s among %i classes scores what random scores do, and is named as in results', async (metric, classes) => {
    const random = createRandom(5);
    const data = Float32Array.from({ length: N * classes }, () => random.normal());
    const labels = Int32Array.from({ length: N }, () => random.int(classes));
    const { name, chance } = guessing(metric, classes);
    expect(metricValue(metric, { data, rows: N, columns: classes }, labels)).toBeCloseTo(chance, 1.7);
    const few = { data: data.subarray(0, 60 * classes), rows: 60, columns: classes };
    const [row] = await resultRows({ task: 'T', method: 'm', metric }, few, labels.subarray(0, 60), random);
    expect(row).toMatchObject({ metric: name, chance });
  });
});
