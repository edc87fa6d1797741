import { expect, it } from 'vitest';
import type { Metric } from '../../../lib/datasets/metric.js';
import { createRandom } from '../../../lib/engine/random.js';
import { pointEstimate, resultRows } from '../../../lib/eval/metrics/resultRows.js';

const N = 30;

it.each<[Metric, classes: number]>([
  ['accuracy', 3],
  ['meanPerClass', 4],
  ['meanTop1Top5', 7],
  ['rocAuc', 2],
  ['elevenPointMap', 3],
])('of %s is what its row says, without an interval', async (metric, columns) => {
  const random = createRandom(columns);
  const scores = { data: Float32Array.from({ length: N * columns }, () => random.normal()), rows: N, columns };
  const labels = Int32Array.from({ length: N }, (_, n) => n % columns);
  const labelSets = Uint8Array.from({ length: N * columns }, (_, at) =>
    at % columns === labels[Math.floor(at / columns)] ? 1 : random.int(2),
  );
  const [row] = await resultRows({ task: 't', method: 'm', metric }, scores, labels, random, labelSets);
  const { metric: name, value, chance } = row!;
  expect(pointEstimate(metric, scores, labels, labelSets)).toEqual({ metric: name, value, chance });
});
