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

  it('carry their values, and a key above names the series, which differ without colors', () => {
    const notes = figure.layout['annotations'] as { text: string; x: number }[];
    expect(notes.map(({ text }) => text)).toEqual(['900', '400', '20', 'pairs']);
    expect(notes.slice(0, 3).map(({ x }) => x)).toEqual([900, 400, 20]);
    expect(figure.layout).toMatchObject({ showlegend: true, legend: { orientation: 'h', yanchor: 'bottom', y: 1 } });
    expect(figure.data.map(({ showlegend }) => showlegend)).toEqual([true, true]);
    const [plain, hatched] = figure.data.map(({ marker }) => marker as { pattern?: { shape: string } });
    expect([plain!.pattern, hatched!.pattern?.shape]).toEqual([undefined, '/']);
    expect((figure.layout['yaxis'] as { ticktext: string[] }).ticktext[1]).not.toContain('<b>');
    expect(figure.table).toEqual(rows);
  });

  it('of many labels stand in two columns on one scale, each series once in the key', () => {
    const many = Array.from({ length: 30 }, (_, k) =>
      ['before', 'after'].map((series) => ({ label: `word ${k}`, series, value: k + 1 })),
    );
    const { data, layout } = barsFigure(many.flat(), { measure: 'pairs' });
    expect(data.map(({ name, xaxis, x }) => [name, xaxis, (x as number[]).length])).toEqual([
      ['before', 'x', 15],
      ['before', 'x2', 15],
      ['after', 'x', 15],
      ['after', 'x2', 15],
    ]);
    expect(data.map(({ showlegend }) => showlegend)).toEqual([true, false, true, false]);
    const [left, right] = ['xaxis', 'xaxis2'].map((axis) => layout[axis] as { domain: number[]; range: number[] });
    expect(left!.range).toEqual(right!.range);
    expect(left!.domain[1]).toBeLessThan(right!.domain[0]!);
    expect(layout.height).toBeLessThan(layout.width);
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
