import { describe, expect, it } from 'vitest';
import { dataEfficiencyFigure } from '../../../lib/figures/paper/dataEfficiencyFigure.js';
import { differenceFigure } from '../../../lib/figures/paper/differenceFigure.js';
import type { Figure } from '../../../lib/figures/figure.js';

interface Bars {
  x: number[];
  y: number[];
  marker: { pattern: { shape: string[] }; color: string[] };
}
const bars = (figure: Figure, panel = 0): Bars => figure.data[panel] as unknown as Bars;
const labels = (figure: Figure, axis = 'yaxis'): string[] => (figure.layout[axis] as { ticktext: string[] }).ticktext;
const notes = (figure: Figure): string[] =>
  (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);

describe('data efficiency bars', () => {
  const figure = dataEfficiencyFigure([
    { task: 'digits', examplesPerClass: 0.54 },
    { task: 'a <b>', examplesPerClass: null, tried: 2 },
    { task: 'FER2013', examplesPerClass: 184, published: true },
    { task: 'EuroSAT', examplesPerClass: 0.9, published: true },
  ]);

  it('rank what was measured beside what was published, each from the most, on one scale', () => {
    expect([labels(figure), labels(figure, 'yaxis2')]).toEqual([
      ['a &lt;b&gt;', 'digits'],
      ['FER2013', 'EuroSAT'],
    ]);
    expect([bars(figure).x, bars(figure, 1).x]).toEqual([
      [2, 0.54],
      [184, 0.9],
    ]);
    const range = (axis: string): unknown => (figure.layout[axis] as { range: number[] }).range;
    expect(range('xaxis')).toEqual(range('xaxis2'));
  });

  it('are the same of a table that names tasks by title, with the paper’s apart', () => {
    const table = [
      { task: 'digits', title: 'Digits', model: 'm', examplesPerClass: 0.54, tried: 16 },
      { task: 'x', title: 'X', model: 'm', examplesPerClass: null, tried: 2 },
    ];
    const own = dataEfficiencyFigure(table, { published: [{ task: 'FER2013', examplesPerClass: 184 }] });
    expect([labels(own), labels(own, 'yaxis2')]).toEqual([['X', 'Digits'], ['FER2013']]);
    expect(own.table).toEqual([
      { task: 'Digits', examplesPerClass: 0.54, tried: 16 },
      { task: 'X', examplesPerClass: null, tried: 2 },
      { task: 'FER2013', examplesPerClass: 184, published: true },
    ]);
    expect(Object.keys(own.table[0]!)).toEqual(['task', 'examplesPerClass', 'tried']);
  });

  it('are hatched and say so where the probe never got there', () => {
    expect(bars(figure).marker.pattern.shape).toEqual(['/', '']);
    expect(notes(figure).slice(0, 4)).toEqual(['more than 2', '0.54', '184', '0.9']);
    expect(notes(figure)).toEqual(expect.arrayContaining(['<b>measured here</b>', '<b>published</b>']));
    expect(figure.caption).toContain('1.3 here, 92.5 published');
    expect(() => dataEfficiencyFigure([{ task: 'x', examplesPerClass: null }])).toThrow('x has neither');
  });
});

describe('difference bars', () => {
  it('that are many stand in columns, or beside the published ones, and make no tower', () => {
    const rows = Array.from({ length: 54 }, (_, k) => ({ task: `task ${k}`, points: 30 - k, published: k % 2 === 1 }));
    for (const { data, layout } of [
      differenceFigure(rows),
      differenceFigure(rows.map((row) => ({ ...row, published: false }))),
    ]) {
      expect(data.map(({ x }) => (x as number[]).length)).toEqual([27, 27]);
      expect(layout.height).toBeLessThan(layout.width);
    }
  });

  it('go right where the first is better, left where the second is', () => {
    const figure = differenceFigure([
      { task: 'worse', points: -20 },
      { task: 'better', points: 3.25 },
    ]);
    expect(notes(figure).slice(0, 4)).toEqual(['+3.3', '−20.0', 'better', 'worse']);
    // A name stands at zero, where its bar is not.
    const names = (figure.layout['annotations'] as { x: number; xanchor: string }[]).slice(2, 4);
    expect(names.map(({ x, xanchor }) => [x, xanchor])).toEqual([
      [0, 'right'],
      [0, 'left'],
    ]);
    expect(new Set(bars(figure).marker.color).size).toBe(2);
    expect(figure.caption).toContain('above on 1 of 2 tasks');
    const [low, high] = (figure.layout['xaxis'] as { range: number[] }).range;
    expect(low).toBeLessThan(-20);
    expect(high).toBeGreaterThan(3.25);
  });
});
