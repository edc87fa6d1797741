import { describe, expect, it } from 'vitest';
import { computeFigure } from '../../../lib/figures/paper/computeFigure.js';
import { searchTraceFigure } from '../../../lib/figures/charts/searchTraceFigure.js';

describe('search trace', () => {
  it('orders the fits by C and marks the best, the C nearest to 1 where several tie', () => {
    const scores = new Map([
      [2, 0.5],
      [-2, 0.6],
      [0, 0.6],
    ]);
    const rows = [...scores].map(([log10C, score]) => ({ series: 's', log10C, score, spacingDecades: 2 }));
    const { data, layout } = searchTraceFigure(rows);
    const trace = data[0] as unknown as { x: number[]; marker: { symbol: string[] } };
    expect(trace.x).toEqual([-2, 0, 2]);
    expect(trace.marker.symbol).toEqual(['circle', 'circle-open-dot', 'circle']);
    expect((layout['annotations'] as { text: string }[])[0]!.text).toContain('C = 1');
  });
});

describe('score against compute', () => {
  it('joins a family from the cheapest on, keeps what is published apart, and shows intervals', () => {
    const model = { family: 'f', model: 'm', score: 0.5, gflopsPerImage: 2 };
    const { data } = computeFigure(
      [
        { ...model, low: 0.4, high: 0.7 },
        { ...model, gflopsPerImage: 1 },
        { ...model, score: 0.9, published: true },
      ],
      { measure: 'score' },
    );
    const [measured, published] = data as unknown as { name: string; x: number[]; error_y?: { array: number[] } }[];
    expect([measured!.name, measured!.x]).toEqual(['f', [1, 2]]);
    expect(measured!.error_y!.array[0]).toBe(0);
    expect(measured!.error_y!.array[1]).toBeCloseTo(0.2, 12);
    expect([published!.name, published!.x, published!.error_y]).toEqual(['f (paper)', [2], undefined]);
  });

  it('has a line a family and way, whatever else costs the same, named once at its end, with the ways in a key', () => {
    const rows = ['ResNet', 'ViT'].flatMap((family, f) =>
      [1, 2, 4].flatMap((gflopsPerImage) =>
        ['label alone', 'prompts'].map((way, w) => ({
          ...{ family, way, model: `${family} ${gflopsPerImage}`, gflopsPerImage: gflopsPerImage * (1 + 0.1 * f) },
          score: 0.2 + 0.1 * f + 0.02 * w + 0.05 * gflopsPerImage,
        })),
      ),
    );
    const { data, layout } = computeFigure(rows, { measure: 'score' });
    const lines = data as unknown as { name: string; x: number[]; line: { dash: string; color: string } }[];
    expect(lines.map(({ name }) => name)).toEqual([
      'ResNet, label alone',
      'ResNet, prompts',
      'ViT, label alone',
      'ViT, prompts',
    ]);
    for (const { x } of lines) expect(x).toEqual([...x].sort((a, b) => a - b));
    expect(lines.map(({ line }) => line.dash)).toEqual(['solid', 'dash', 'solid', 'dash']);
    expect(lines[0]!.line.color).toBe(lines[1]!.line.color);
    expect(lines[0]!.line.color).not.toBe(lines[2]!.line.color);
    const texts = (layout['annotations'] as { text: string }[]).map(({ text }) => text);
    expect(texts).toEqual(['ResNet', 'ViT', '● label alone      ■ prompts']);
  });
});
