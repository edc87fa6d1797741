import { expect, it } from 'vitest';
import { correlationFigure } from '../../../lib/figures/charts/correlationFigure.js';
import { complaints } from '../validateFigure.js';

const rows = [
  { task: 'A <b>', linearProbe: 0.9, zeroShot: 0.6 },
  { task: 'B', linearProbe: 0.5, zeroShot: 0.7 },
  { task: 'C', linearProbe: 0.8, zeroShot: 0.4, published: true },
];

it('puts tasks at both scores, published ones as rings below, with the diagonal', () => {
  const figure = correlationFigure(rows);
  expect(complaints(figure)).toEqual([]);
  const [published, measured] = figure.data;
  expect(published).toMatchObject({ x: [0.8], y: [0.4], mode: 'markers', marker: { color: '#ffffff' } });
  expect(measured).toMatchObject({ x: [0.9, 0.5], y: [0.6, 0.7] });
  expect(figure.layout['annotations']).toMatchObject([
    { text: 'A &lt;b&gt;', x: 0.9, y: 0.6 },
    { text: 'B', x: 0.5, y: 0.7 },
  ]);
  expect(figure.data.map(({ name, showlegend }) => [name, showlegend])).toEqual([
    ['published', true],
    ['measured here', true],
  ]);
  expect(figure.layout['shapes']).toMatchObject([{ x0: 0, y0: 0, x1: 1, y1: 1 }]);
  expect(figure.table).toEqual(rows);
});

it('names a column that is missing', () => {
  expect(() => correlationFigure([{ task: 'A', linearProbe: 1 } as never])).toThrow('zeroShot');
});
