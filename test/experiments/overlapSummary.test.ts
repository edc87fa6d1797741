import { from } from 'arquero';
import { expect, it } from 'vitest';
import type { OverlapMeasurement } from '../../lib/experiments/overlap.js';
import { overlapPoints } from '../../lib/experiments/overlapPoints.js';
import { overlapBesidePaper, overlapSummary } from '../../lib/experiments/overlapSummary.js';

const row = (title: string, own: Partial<OverlapMeasurement>): OverlapMeasurement => ({
  ...{ task: title, title, model: 'm', n: 100, overlapping: 0, share: 0, all: 0.5, clean: 0.5, overlap: null },
  ...{ allMinusClean: 0, overlapMinusClean: null, low: null, high: null, p: null, adjusted: null, significant: null },
  ...{ threshold: 0.98, why: 'because', testSha256: '' },
  ...own,
});
const measured = [
  row('clean', {}),
  row('better', {
    ...{ overlapping: 10, share: 0.1, overlap: 0.9, allMinusClean: 0.04, overlapMinusClean: 0.4, low: 0.1, high: 0.45 },
    ...{ p: 0.01, adjusted: 0.03, significant: true },
  }),
  row('worse', {
    ...{ overlapping: 20, share: 0.2, overlap: 0.1, allMinusClean: -0.08, overlapMinusClean: -0.4 },
    ...{ low: -0.48, high: -0.1, p: 0.99, adjusted: 1, significant: false },
  }),
  row('a little', {
    ...{
      overlapping: 5,
      share: 0.05,
      overlap: 0.7,
      allMinusClean: 0.001,
      overlapMinusClean: 0.2,
      low: -0.1,
      high: 0.4,
    },
    ...{ p: 0.04, adjusted: 0.12, significant: false },
  }),
  row('wholly', { overlapping: 100, share: 1, clean: null, overlap: 0.5, allMinusClean: null }),
];

it('is summed up as section 5 does', () => {
  const summary = {
    ...{ tasks: 5, withoutOverlap: 1, medianShare: 0.1, moved: 2, mostMoved: 'worse' },
    ...{ compared: 3, apart: 2, oneSided: 2, significant: 1 },
  };
  expect(overlapSummary(measured)).toMatchObject(summary);
  expect(overlapSummary(measured).meanShare).toBeCloseTo(0.27, 12);
  expect(overlapSummary(measured).mostPoints).toBeCloseTo(-8, 12);
  expect(overlapSummary(from(measured))).toEqual(overlapSummary(measured));
});

it('stands beside the paper’s numbers', async () => {
  const rows = (await overlapBesidePaper(overlapSummary(measured))).objects() as Record<string, unknown>[];
  expect(rows.map(({ paper }) => paper)).toEqual([35, 9, 2.2, 3.2, 7, 0.6, 5, 6, 2]);
  expect(rows.map(({ here }) => here)).toEqual([5, 1, '10.0', '27.0', 2, '-8.0', 2, 2, 1]);
});

it('becomes the points of Figure 17, the paper’s below', async () => {
  const left = (await overlapPoints(measured, 'overlap minus clean')).objects() as Record<string, unknown>[];
  expect(left.slice(0, 3).map(({ dataset }) => dataset)).toEqual(['better', 'worse', 'a little']);
  expect(left[0]).toEqual({ dataset: 'better', series: 'm, here', share: 0.1, difference: 0.4, low: 0.1, high: 0.45 });
  expect(left.slice(3).map(({ dataset }) => dataset)).toEqual([
    ...['CIFAR100', 'SUN397', 'SUN', 'ImageNet-Sketch', 'Kinetics700'],
  ]);
  expect(left[3]).toEqual({
    ...{ dataset: 'CIFAR100', series: 'paper, Figure 17', share: 4.6 / 100, difference: 13 / 100 },
    ...{ low: 6.9 / 100, high: 18.5 / 100 },
  });
  expect(left.at(-1)).toMatchObject({ low: null, high: -13.2 / 100 });

  const right = await overlapPoints(from(measured), 'all minus clean');
  expect(right.columnNames()).toEqual(['dataset', 'series', 'share', 'difference']);
  expect(right.array('dataset').slice(0, 5)).toEqual(['better', 'worse', 'a little', 'Kinetics700', '']);
  expect(right.numRows()).toBe(3 + 17);
});
