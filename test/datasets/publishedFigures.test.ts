import { describe, expect, it } from 'vitest';
import { publishedCompute, publishedDifferences, publishedPairs } from '../../lib/datasets/publishedFigures.js';
import { publishedTable } from '../../lib/datasets/publishedTable.js';

describe('figures of the paper as tables', () => {
  it('Figure 10: average scores beside compute, of the families asked for', async () => {
    const rows = (await publishedCompute(['CLIP-ResNet', 'ResNet'])).objects();
    expect(rows).toContainEqual({
      ...{ family: 'CLIP-ResNet', model: 'RN50', gflopsPerImage: 6.1, published: true },
      score: expect.closeTo(0.758, 3) as number,
    });
    expect(new Set(rows.map((row) => (row as { family: string }).family))).toEqual(new Set(['CLIP-ResNet', 'ResNet']));
    const named = (table: readonly { family: string; model: string }[]) =>
      table.filter(({ family }) => family === 'ResNet').map(({ model }) => model);
    const costs = named(await publishedTable('model_gflops'));
    const scored = named((await publishedTable('linear_probe_average')).filter(({ suite }) => suite === 'all27'));
    expect(rows.filter((row) => (row as { family: string }).family === 'ResNet')).toHaveLength(
      scored.filter((model) => costs.includes(model)).length,
    );
    expect((await publishedCompute([])).numRows()).toBe(0);
  });

  it('Figure 11: CLIP beside Noisy Student on 27 datasets, most above', async () => {
    const rows = (await publishedDifferences()).objects() as { task: string; points: number }[];
    expect(rows).toHaveLength(27);
    expect(rows[0]).toEqual({ task: 'SST2', points: 23.6, published: true });
    expect(rows.find(({ task }) => task === 'ImageNet')!.points).toBeLessThan(0);
    expect(rows.filter(({ points }) => points > 0).length).toBeGreaterThan(18);
  });

  it('Figure 8: scores as shares', async () => {
    const [first] = (await publishedPairs()).objects();
    expect(first).toEqual({ task: 'Country211', linearProbe: 46.4 / 100, zeroShot: 34.9 / 100, published: true });
    for (const value of (await publishedPairs()).array('zeroShot')) expect(value).toBeLessThanOrEqual(1);
  });
});
