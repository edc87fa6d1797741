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
  expect(texts).toEqual(['flags &amp; more', 'CIFAR100']);
  expect(figure.data.map(({ name, showlegend }) => [name, showlegend])).toEqual([
    ['here', true],
    ['paper', true],
  ]);
  const symbols = figure.data.map(({ marker }) => (marker as { symbol: string }).symbol);
  expect(new Set(symbols).size).toBe(2);
  expect(figure.table).toEqual(rows);
});

it('names only what moves', () => {
  const figure = overlapFigure(rows, { measure: 'm', namedFrom: 0.1 });
  const texts = (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);
  expect(texts).toEqual(['CIFAR100']);
});

it('has zero without a sign among its ticks', () => {
  const { ticktext } = overlapFigure(rows, { measure: 'm' }).layout['yaxis'] as { ticktext: string[] };
  expect(ticktext).toContain('0%');
  expect(ticktext).toContain('+10%');
  expect(ticktext.join()).not.toMatch(/[+−]0%/);
});
