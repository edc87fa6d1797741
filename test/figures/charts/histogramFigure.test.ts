import { expect, it } from 'vitest';
import { histogramFigure } from '../../../lib/figures/charts/histogramFigure.js';
import { UserError } from '../../../lib/io/userError.js';

const values = (series: string, ...all: number[]): { series: string; value: number }[] =>
  all.map((value) => ({ series, value }));
const rows = [...values('a', 1, 0.9, 0.95, -3), ...values('b', 0.5, 0.49, 0.51)];

it('counts what lies between edges, a value at an edge above it, empty bands too', () => {
  const { table, data } = histogramFigure(rows, { edges: [0.9, 0.5], measure: 'images' });
  expect(table).toEqual([
    { label: '0.9 and more', series: 'a', value: 3 },
    { label: '0.9 and more', series: 'b', value: 0 },
    { label: '0.5 to 0.9', series: 'a', value: 0 },
    { label: '0.5 to 0.9', series: 'b', value: 2 },
    { label: 'less', series: 'a', value: 1 },
    { label: 'less', series: 'b', value: 1 },
  ]);
  expect(data.map(({ name }) => name)).toEqual(['a', 'b']);
});

it('wants edges that fall', () => {
  for (const edges of [[], [0.5, 0.5], [0.5, 0.9], [NaN]])
    expect(() => histogramFigure(rows, { edges, measure: 'images' })).toThrow(UserError);
});
