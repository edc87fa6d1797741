import { from } from 'arquero';
import { expect, it } from 'vitest';
import { fewShotLead, shotsToMatchZeroShot } from '../../../lib/experiments/overTasks/fewShotOverTasks.js';

const point = (task: string, method: string, shots: number, value: number, seed: number | null = null) => ({
  ...{ task, title: task, model: 'm', objective: 'contrastive', projected: true, method, shots, imagesPerClass: shots },
  ...{ value, seed },
});
const curve = (task: string, zeroShot: number, ...probes: number[]) => [
  point(task, 'zero-shot', 0, zeroShot),
  ...probes.flatMap((value, k) =>
    [-0.1, 0.1].map((noise, seed) => point(task, 'linear probe', 2 ** k, value + noise, seed)),
  ),
];
const scores = from([...curve('a', 0.5, 0.3, 0.5, 0.7), ...curve('b', 0.7, 0.5, 0.7, 0.9)]);

it('crosses zero-shot where the curve of averages over tasks and draws does', () => {
  expect(shotsToMatchZeroShot(scores, 'm').value).toBeCloseTo(2, 6);
  expect(shotsToMatchZeroShot(from(curve('a', 0.6, 0.3, 0.5, 0.7)), 'm').value).toBeCloseTo(2 ** 1.5, 6);
  expect(shotsToMatchZeroShot(from([...curve('a', 0.9, 0.1, 0.2), ...curve('b', 0.9, 0.1, 0.2)]), 'm')).toEqual({
    value: Infinity,
    interval: { low: Infinity, high: Infinity },
  });
  expect(() => shotsToMatchZeroShot(scores, 'other')).toThrow('the table has no linear probes on other');
});

it('the lead of a point is over the best of the others, over draws of tasks', () => {
  const zeroShot = { model: 'm', method: 'zero-shot', shots: 0 } as const;
  const probe = (shots: number) => ({ model: 'm', method: 'linear probe', shots }) as const;
  const { value, interval } = fewShotLead(scores, probe(4), [zeroShot, probe(1)]);
  expect(value).toBeCloseTo(0.2, 6);
  expect(interval!.low).toBeCloseTo(0.2, 6);
  expect(() => fewShotLead(scores, probe(8), [zeroShot])).toThrow('the table has no point "m, linear probe, 8"');
});
