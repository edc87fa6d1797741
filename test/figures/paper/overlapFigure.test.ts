import { expect, it } from 'vitest';
import { overlapFigure, type OverlapPoint } from '../../../lib/figures/paper/overlapFigure.js';

const rows: OverlapPoint[] = [
  { dataset: 'flags & more', series: 'here', share: 0.4, difference: 0.05, low: -0.1, high: 0.2 },
  { dataset: '', series: 'paper', share: 0.02, difference: -0.001 },
  { dataset: 'CIFAR100', series: 'paper', share: 0.046, difference: 0.13, low: 0.069, high: null },
];

it('draws a point a dataset with its interval, and names those that have one', () => {
  const figure = overlapFigure(rows, { measure: 'Overlap minus Clean' });
  const [here, paper] = figure.data as unknown as {
    x: number[];
    y: number[];
    error_y: { array: number[]; arrayminus: number[] };
  }[];
  expect(here!.x).toEqual([0.4]);
  expect(here!.error_y.array[0]).toBeCloseTo(0.15);
  expect(here!.error_y.arrayminus[0]).toBeCloseTo(0.15);
  expect(paper!.error_y.array).toEqual([0, 0]);
  expect(paper!.error_y.arrayminus[1]).toBeCloseTo(0.061);
  const texts = (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);
  expect(texts).toEqual(['● <b>here</b>', '◆ <b>paper</b>', 'flags &amp; more', 'CIFAR100']);
  expect(figure.table).toEqual(rows);
});

it('names only what moves', () => {
  const figure = overlapFigure(rows, { measure: 'm', namedFrom: 0.1 });
  const texts = (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);
  expect(texts.slice(2)).toEqual(['CIFAR100']);
});
