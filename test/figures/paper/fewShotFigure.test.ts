import { describe, expect, it } from 'vitest';
import { fewShotFigure, type FewShotPoint } from '../../../lib/figures/paper/fewShotFigure.js';

const points: FewShotPoint[] = [
  { series: 'ours', shots: 4, value: 0.6, low: 0.5, high: 0.7 },
  { series: 'ours', shots: 0, value: 0.45 },
  { series: 'ours', shots: 1, value: 0.4, low: 0.3, high: 0.5 },
  { series: 'ours', shots: 33.5, value: 0.8, low: 0.7, high: 0.9 },
  { series: 'CLIP', shots: 1, value: 0.446, published: true },
];

describe('few-shot curves', () => {
  const { data, layout, table } = fewShotFigure(points, { measure: 'score' });
  const line = data.find(({ name }) => name === 'ours') as unknown as { x: number[]; y: number[] };

  it('stand at even distances a doubling, zero-shot as a star left of one', () => {
    expect(line.x).toEqual([-1, 0, 2, Math.log2(33.5)]);
    expect(line.y).toEqual([0.45, 0.4, 0.6, 0.8]);
    const [star, ...others] = (line as unknown as { marker: { symbol: string[] } }).marker.symbol;
    expect(star).toBe('star');
    expect(new Set(others).size).toBe(1);
    expect(others).not.toContain('star');
    const axis = layout['xaxis'] as { ticktext: string[] };
    expect(axis.ticktext).toEqual(['0', '1', '4', 'all']);
    expect(table).toEqual(points);
  });

  it('have a band around the probes, not around zero-shot, and a line at the star’s height', () => {
    const band = data.find(({ fill }) => fill === 'toself') as unknown as { x: number[]; y: number[] };
    expect(band.x).toEqual([0, 2, Math.log2(33.5), Math.log2(33.5), 2, 0]);
    expect(band.y).toEqual([0.5, 0.7, 0.9, 0.7, 0.5, 0.3]);
    expect((layout['shapes'] as { y0: number; y1: number }[]).map(({ y0, y1 }) => [y0, y1])).toEqual([[0.45, 0.45]]);
  });

  it('say over how many tasks they are averages, and leave out what is not drawn', () => {
    const averages = points.slice(0, 3).map((point) => ({ model: 'm', ...point, tasks: 12 }));
    const figure = fewShotFigure(averages);
    expect(figure.table).toEqual(points.slice(0, 3));
    expect(Object.keys(figure.table[1]!)).toEqual(['series', 'shots', 'value']);
    const titleOf = ({ layout: own }: typeof figure) => (own['yaxis'] as { title: { text: string } }).title.text;
    expect(titleOf(figure)).toBe('average score over 12 tasks');
    expect(titleOf(fewShotFigure(points))).toBe('score');
  });

  it('have a star each at a place of its own, in the color of its model’s probe, whatever the heights', () => {
    const models = ['mini', 'mini-two', 'other'];
    const rows = models.flatMap((series) => [
      { series: `${series} zero-shot`, shots: 0, value: 0.36 },
      { series, shots: 1, value: 0.5 },
      { series, shots: 2, value: 0.6 },
    ]);
    const lines = fewShotFigure(rows).data as unknown as { name: string; x: number[]; line: { color: string } }[];
    const of = (name: string) => lines.find((one) => one.name === name)!;
    const places = models.map((model) => of(`${model} zero-shot`).x[0]!);
    expect(new Set(places).size).toBe(3);
    for (const place of places) expect(Math.abs(place + 1)).toBeLessThan(0.5);
    const colors = models.map((model) => of(model).line.color);
    expect(models.map((model) => of(`${model} zero-shot`).line.color)).toEqual(colors);
    expect(new Set(colors).size).toBe(3);
  });

  it('name what the paper published', () => {
    const published = data.find(({ name }) => name === 'CLIP (paper)') as unknown as { line: { dash: string } };
    expect(published.line.dash).toBe('dash');
    expect(() => fewShotFigure([{ series: 'x' } as FewShotPoint], { measure: 'score' })).toThrow('no shots, value');
  });
});
