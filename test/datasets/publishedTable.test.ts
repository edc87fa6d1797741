import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_TABLES, publishedTable } from '../../lib/datasets/publishedTable.js';
import { dataDirectory } from '../../lib/io/projectPaths.js';

const SOURCES = ['paper-table', 'paper-figure', 'paper-text', 'read-off-figure', 'derived', 'secondary'];

it.each(PUBLISHED_TABLES)('%s reads whole: a row a line, no gap where its type has none', async (name) => {
  const text = await readFile(join(dataDirectory(), 'paper', `${name}.csv`), 'utf8');
  const rows = await publishedTable(name);
  expect(rows.length).toBe(text.trimEnd().split('\n').length - 1);
  for (const { source } of rows) expect(SOURCES).toContain(source.split(':')[0]);
});

describe('the tables agree with each other', () => {
  it('the averages of Figure 10 are the means of Table 10', async () => {
    const [scores, averages] = [await publishedTable('linear_probe'), await publishedTable('linear_probe_average')];
    for (const { model, average_score } of averages.filter(({ suite }) => suite === 'all27')) {
      const own = scores.filter((row) => row.model === model).map(({ score }) => score);
      expect(own.length, model).toBe(27);
      expect(own.reduce((sum, score) => sum + score, 0) / 27).toBeCloseTo(average_score, 2);
    }
  });

  it('Figure 5 is Table 11 minus Table 10, but for the two bars that its README names', async () => {
    const [zeroShot, probe] = [await publishedTable('zero_shot'), await publishedTable('linear_probe')];
    const odd: string[] = [];
    for (const { dataset, delta_points, delta_from_tables } of await publishedTable('zero_shot_vs_linear_probe')) {
      const of = (rows: readonly { model: string; dataset: string; score: number }[], model: string): number =>
        rows.find((row) => row.model === model && row.dataset === dataset)!.score;
      expect(of(zeroShot, 'ViT-L/14-336px') - of(probe, 'ResNet-50')).toBeCloseTo(delta_from_tables, 5);
      if (Math.abs(delta_points - delta_from_tables) > 0.11) odd.push(dataset);
    }
    expect(odd.sort()).toEqual(['KITTI', 'UCF101']);
  });

  it('the classes of Figure 16 have the means of Table 2', async () => {
    const [table, classes] = [await publishedTable('human'), await publishedTable('human_per_class')];
    const curves = [...new Set(classes.map(({ subject, shots }) => `${subject}, ${shots}`))];
    expect(curves).toHaveLength(3);
    for (const curve of curves) {
      const own = classes.filter(({ subject, shots }) => `${subject}, ${shots}` === curve);
      const { score } = table.find(
        ({ subject, shots, measure }) => `${subject}, ${shots}` === curve && measure === 'accuracy',
      )!;
      expect(own).toHaveLength(37);
      expect(own.map(({ rank }) => rank)).toEqual(own.map((_, k) => k + 1));
      expect(own.reduce((sum, { accuracy }) => sum + accuracy, 0) / own.length, curve).toBeCloseTo(score, 0);
    }
  });

  it('leaves out what a row does not say', async () => {
    const rows = await publishedTable('few_shot');
    expect(rows.find(({ shots }) => shots === 0)).toMatchObject({ quantity: 'average_score_20_datasets', value: 62.3 });
    expect(rows.some((row) => !('shots' in row) && row.dataset !== undefined)).toBe(true);
  });
});
