import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findExperiment } from '../../lib/experiments/experiments.js';
import { learningCurvesExperiment, type LearningPoint } from '../../lib/experiments/learningCurves.js';
import { runsFolder } from '../../lib/train/runRecords.js';

/** The evaluations of a log: pairs seen and the share of names that were guessed, as they stand in the file. */
async function evaluations(run: string, seed: number): Promise<number[][]> {
  const [header, ...lines] = (await readFile(join(runsFolder(), `${run}-seed${seed}.csv`), 'utf8')).trim().split('\n');
  const at = ['pairsSeen', 'validationTop1'].map((column) => header!.split(',').indexOf(column));
  return lines
    .map((line) => at.map((column) => line.split(',')[column]!))
    .filter(([, top1]) => top1 !== '')
    .map((cells) => cells.map(Number));
}

describe('learning curves', () => {
  it('a row an evaluation, by run and seed as asked for', async () => {
    const table = await learningCurvesExperiment({ models: ['lab-vit', 'lab-contrastive'], seeds: [2, 1] });
    const rows = table.objects() as LearningPoint[];
    const wanted = [];
    for (const [run, change] of [
      ['lab-vit', 'ViT for ResNet'],
      ['lab-contrastive', 'unchanged'],
    ] as const)
      for (const seed of [2, 1])
        for (const [pairsSeen, top1] of await evaluations(run, seed)) wanted.push([run, change, seed, pairsSeen, top1]);
    expect(wanted.length).toBeGreaterThan(40);
    expect(rows.map((row) => [row.run, row.change, row.seed, row.pairsSeen, row.top1])).toEqual(wanted);
    for (const { top1, top5, loss } of rows) {
      expect(top5).toBeGreaterThanOrEqual(top1);
      expect(loss).toBeGreaterThan(0);
    }
  });

  it('is by default the first seed of every run of the ablations', async () => {
    const table = await learningCurvesExperiment();
    expect(new Set(table.array('run')).size).toBe(10);
    expect(new Set(table.array('seed'))).toEqual(new Set([1]));
  });

  it('names the command for a run without a log', async () => {
    await expect(learningCurvesExperiment({ models: ['lab-vit'], seeds: [8] })).rejects.toThrow(
      'train it with "npx cliplab study --run lab-vit --seeds 8"',
    );
    expect(findExperiment('learning-curves').run).toBe(learningCurvesExperiment);
  });
});
