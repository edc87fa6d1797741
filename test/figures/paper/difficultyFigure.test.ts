import { describe, expect, it } from 'vitest';
import { difficultyFigure } from '../../../lib/figures/paper/difficultyFigure.js';

const row = (name: string, series: string, accuracy: number) => ({ class: name, series, accuracy });
const rows = [
  row('pug', 'CLIP', 0.5),
  row('birman', 'CLIP', 0.9),
  row('pug', 'people', 0.4),
  row('ragdoll', 'people', 0.1),
];

describe('Figure 16', () => {
  const { data, layout, table } = difficultyFigure(rows, { title: 'T' });

  it('has the easiest class of the first series on top, and those of others alone at the end', () => {
    expect((layout['yaxis'] as { ticktext: string[] }).ticktext).toEqual(['birman', 'pug', 'ragdoll']);
    expect(data.map(({ name, x, y }) => ({ name, x, y }))).toEqual([
      { name: 'CLIP', x: [0.5, 0.9], y: [1, 0] },
      { name: 'people', x: [0.4, 0.1], y: [1, 2] },
    ]);
    expect(table).toEqual(rows);
  });

  it('joins the marks of a class, and names each series in its color with its mark', () => {
    const shapes = layout['shapes'] as { x0: number; x1: number; y0: number }[];
    expect(shapes.map(({ x0, x1, y0 }) => [x0, x1, y0])).toEqual([
      [0.9, 0.9, 0],
      [0.4, 0.5, 1],
      [0.1, 0.1, 2],
    ]);
    const [{ text }] = layout['annotations'] as [{ text: string }];
    expect(text).toContain('● CLIP');
    expect(text).toContain('◆ people');
  });

  it('takes what else its table holds for nothing', () => {
    expect(difficultyFigure(rows.map((own) => ({ ...own, rank: 1 }))).table).toEqual(rows);
    expect(() => difficultyFigure([{ class: 'a' } as never])).toThrow('no series, accuracy');
  });
});
