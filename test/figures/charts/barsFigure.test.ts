import { describe, expect, it } from 'vitest';
import { barsFigure, type BarRow } from '../../../lib/figures/charts/barsFigure.js';

const rows: BarRow[] = [
  { label: 'arrow', series: 'before', value: 900 },
  { label: 'arrow', series: 'after', value: 400 },
  { label: 'a <b>', series: 'before', value: 20 },
];

describe('bars', () => {
  const figure = barsFigure(rows, { measure: 'pairs' });

  it('are as long as the values, label by label and series by series', () => {
    expect(figure.data.map(({ name, x }) => [name, x])).toEqual([
      ['before', [900, 20]],
      ['after', [400]],
    ]);
    const [before, after] = figure.data as unknown as { y: number[]; width: number }[];
    // The first label's bars stand side by side around 0, in the order of the series; the second label is one further
    // down.
    expect(before!.y[0]! + after!.y[0]!).toBeCloseTo(0, 12);
    expect(after!.y[0]! - before!.y[0]!).toBeGreaterThan(before!.width);
    expect(before!.y[1]! - before!.y[0]!).toBe(1);
  });

  it('carry their values, and the first ones the names of the series', () => {
    const notes = figure.layout['annotations'] as { text: string; x: number }[];
    expect(notes.map(({ text }) => text)).toEqual(['900  <b>before</b>', '400  <b>after</b>', '20']);
    expect(notes.map(({ x }) => x)).toEqual([900, 400, 20]);
    expect((figure.layout['yaxis'] as { ticktext: string[] }).ticktext[1]).not.toContain('<b>');
    expect(figure.table).toEqual(rows);
  });

  it('name a series that the first label has no bar of', () => {
    const gaps = [
      { label: 'x', series: 'a', value: 1 },
      { label: 'y', series: 'b', value: 2 },
      { label: 'z', series: 'b', value: 3 },
    ];
    const notes = barsFigure(gaps, { measure: 'n' }).layout['annotations'] as { text: string }[];
    expect(notes.map(({ text }) => text)).toEqual(['1  <b>a</b>', '2  <b>b</b>', '3']);
  });

  it('on a logarithmic axis have their labels at the logarithm', () => {
    const { layout } = barsFigure(rows, { measure: 'pairs', logarithmic: true });
    expect(layout['xaxis']).toMatchObject({ type: 'log' });
    expect((layout['annotations'] as { x: number }[])[0]!.x).toBeCloseTo(Math.log10(900), 12);
  });

  it('need label, series and value', () => {
    expect(() => barsFigure([{ label: 'x', series: 'y' } as BarRow], { measure: 'pairs' })).toThrow(
      'row 0 has no value',
    );
  });
});
