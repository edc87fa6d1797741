import { from } from 'arquero';
import { expect, it } from 'vitest';
import { dataEfficiencyFigure } from '../../../lib/figures/paper/dataEfficiencyFigure.js';
import { differenceFigure } from '../../../lib/figures/paper/differenceFigure.js';
import type { Figure } from '../../../lib/figures/figure.js';

// A table that was put together of two has null where one of them has no such column.
const PUBLISHED = [true, false, null];

const bars = ({ data }: Figure): number => data.reduce((sum, { y }) => sum + (y as unknown[]).length, 0);

it('differences of a table without "published" are drawn as measured here', () => {
  const rows = PUBLISHED.map((published, k) => ({ task: `t${k}`, points: k + 1, published }));
  expect(bars(differenceFigure(from(rows), { name: 'd', first: 'a', second: 'b' }))).toBe(3);
});

it('so are bars of data efficiency', () => {
  const rows = PUBLISHED.map((published, k) => ({ task: `t${k}`, examplesPerClass: k + 1, tried: 4, published }));
  const figure = dataEfficiencyFigure(from(rows), { name: 'd' });
  expect(bars(figure)).toBe(3);
  expect(figure.table).toHaveLength(3);
});
