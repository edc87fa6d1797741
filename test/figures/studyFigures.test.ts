import { describe, expect, it } from 'vitest';
import { fitPowerLaw } from '../../lib/eval/statistics/powerLaw.js';
import { ablationFigure } from '../../lib/figures/paper/ablationFigure.js';
import { pretrainingFigure } from '../../lib/figures/paper/pretrainingFigure.js';
import { scalingFigure } from '../../lib/figures/paper/scalingFigure.js';
import { complaints } from './validateFigure.js';

describe('accuracy against pairs', () => {
  const figure = pretrainingFigure(
    [
      { objective: 'contrastive', pairsSeen: 2000, accuracy: 0.4 },
      { objective: 'contrastive', pairsSeen: 1000, accuracy: 0.2 },
      { objective: 'captions', pairsSeen: 1000, accuracy: 0.1 },
      { objective: 'contrastive', pairsSeen: 4e8, accuracy: 0.41, published: true },
    ],
    { measure: 'zero-shot' },
  );

  it('has a line an objective in the order of pairs, and the paper’s beside it in the same color', () => {
    expect(figure.data.map(({ name }) => name)).toEqual(['contrastive', 'contrastive (paper)', 'captions']);
    expect([figure.data[0]!['x'], figure.data[0]!['y']]).toEqual([
      [1000, 2000],
      [0.2, 0.4],
    ]);
    const colors = figure.data.map(({ line }) => (line as { color: string }).color);
    expect(colors[0]).toBe(colors[1]);
    expect(colors[2]).not.toBe(colors[0]);
    expect(complaints(figure)).toEqual([]);
  });
});

describe('ablations', () => {
  const row = (change: string, measure: string, points: number, more: object = {}) => ({
    change,
    measure,
    points,
    ...more,
  });
  const figure = ablationFigure([
    row('a', 'names', -1, { seed: 1 }),
    row('a', 'names', -3, { seed: 2 }),
    row('a', 'names', -2, { low: -14, high: 10 }),
    row('b', 'tasks', 4),
  ]);

  it('have the seeds as dots under their mean, a panel a measure', () => {
    const [seeds, means] = figure.data as unknown as {
      x: number[];
      error_x?: { array: number[]; arrayminus: number[] };
    }[];
    expect(seeds!.x).toEqual([-1, -3]);
    expect(means!.x).toEqual([-2]);
    expect([means!.error_x!.array, means!.error_x!.arrayminus]).toEqual([[12], [12]]);
    expect(figure.data[2]).toMatchObject({ x: [4], y: [1], xaxis: 'x2' });
    expect(complaints(figure)).toEqual([]);
  });

  it('show every dot, and cut what goes far beyond them', () => {
    const [low, high] = (figure.layout['xaxis'] as { range: [number, number] }).range;
    expect(low).toBeLessThan(-3);
    expect(low).toBeGreaterThan(-14);
    expect(high).toBeGreaterThan(0);
  });
});

describe('error against compute', () => {
  it('has each family’s line through its points', async () => {
    const points = [1, 2, 4].map((gflops) => ({
      family: 'ResNet',
      model: `${gflops}`,
      gflops,
      error: 0.8 / Math.sqrt(gflops),
    }));
    const fits = { ResNet: await fitPowerLaw(points.map(({ gflops, error }) => ({ x: gflops, y: error }))) };
    const figure = scalingFigure(points, { compute: 'GFLOPs', fits });
    const [, line, dots] = figure.data as unknown as { x: number[]; y: number[] }[];
    expect([line!.x[0], line!.x.at(-1)]).toEqual([1, 4]);
    expect(line!.y[0]).toBeCloseTo(80, 8);
    expect(line!.y.at(-1)).toBeCloseTo(40, 8);
    expect(dots!.y.map(Math.round)).toEqual([80, 57, 40]);
    expect(complaints(figure)).toEqual([]);
  });
});
