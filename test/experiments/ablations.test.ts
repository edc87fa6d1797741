import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ablationsExperiment, type AblationMeasurement } from '../../lib/experiments/ablations.js';
import { findExperiment } from '../../lib/experiments/experiments.js';
import { runsFolder } from '../../lib/train/runRecords.js';

const lines = (await readFile(join(runsFolder(), 'results.csv'), 'utf8')).trim().split('\n').slice(1);
/** What the file says of a run, its values summed up by hand. */
const valuesOf = (run: string, seed: number, measure: RegExp): number[] =>
  lines
    .map((line) => line.split(','))
    .filter((cells) => cells[0] === run && cells[1] === String(seed) && measure.test(cells[2]!))
    .map((cells) => Number(cells[3]));
const averageOf = (run: string, seed: number, measure: RegExp): number => {
  const values = valuesOf(run, seed, measure);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};
const rowsOf = async (options: Parameters<typeof ablationsExperiment>[0]): Promise<AblationMeasurement[]> =>
  (await ablationsExperiment(options)).objects() as AblationMeasurement[];

const MEASURES = [
  ['names of unseen designers, top-5', /^names top-5$/],
  ['average zero-shot over the suite', /^zero-shot /],
] as const;

describe('ablations', () => {
  it('a row a seed, and their mean with its interval, against the unchanged run of the same seed', async () => {
    const rows = await rowsOf({ models: ['lab-batch-128'] });
    expect(rows.map(({ seed }) => seed)).toEqual([null, 1, 2, 3, null, 1, 2, 3]);
    for (const [measure, asked] of MEASURES) {
      const [mean, ...seeds] = rows.filter((row) => row.measure === measure);
      const points = [1, 2, 3].map(
        (seed) => 100 * (averageOf('lab-batch-128', seed, asked) - averageOf('lab-contrastive', seed, asked)),
      );
      seeds.forEach((row, k) => {
        expect(row.points).toBeCloseTo(points[k]!, 10);
        expect(row).toMatchObject({ low: null, high: null, seeds: 3 });
        expect(row.trainedSeconds).toBe(valuesOf('lab-batch-128', row.seed!, /^trained seconds$/)[0]);
      });
      const middle = points.reduce((sum, value) => sum + value, 0) / 3;
      expect(mean!.points).toBeCloseTo(middle, 10);
      if (asked.test('zero-shot flags')) {
        // Over draws of tasks and seeds: no narrower than what the seeds alone leave open, and around the mean.
        expect(mean!.low!).toBeLessThan(Math.min(...points));
        expect(mean!.high!).toBeGreaterThan(Math.max(...points));
        continue;
      }
      const deviation = Math.sqrt(points.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 2);
      // 95 % of Student's t with two degrees of freedom lie within 4.30265.
      expect(mean!.high! - middle).toBeCloseTo((4.30265 * deviation) / Math.sqrt(3), 3);
      expect(middle - mean!.low!).toBeCloseTo((4.30265 * deviation) / Math.sqrt(3), 3);
    }
    expect(rows[0]).toMatchObject({ run: 'lab-batch-128', change: 'batches of 128 for 512', pairsSeen: 409_600 });
    expect(rows[0]!.differs).toContain('batchSize: 128; steps: 3200');
  });

  it('one seed has an interval over tasks alone', async () => {
    const rows = await rowsOf({ models: ['lab-vit'], seeds: [2] });
    expect(rows.map(({ seed, seeds }) => [seed, seeds])).toEqual([
      [null, 1],
      [2, 1],
      [null, 1],
      [2, 1],
    ]);
    expect(rows.slice(0, 2).map(({ low, high }) => [low, high])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(rows[0]!.points).toBe(rows[1]!.points);
  });

  it('is by default every run of the study but the unchanged one, and compares with another where asked', async () => {
    const runs = new Set((await rowsOf({})).map(({ run }) => run));
    expect(runs.size).toBe(9);
    expect(runs).not.toContain('lab-contrastive');
    const [back] = await rowsOf({ models: ['lab-contrastive'], unchanged: 'lab-vit' });
    const [there] = await rowsOf({ models: ['lab-vit'] });
    expect(back!.points).toBeCloseTo(-there!.points, 10);
    expect(back!.change).toBe('unchanged');
  });

  it('refuses what was not measured, in a sentence', async () => {
    const refused = (options: Parameters<typeof ablationsExperiment>[0]) => expect(rowsOf(options)).rejects;
    await refused({ models: ['lab-alchemy'] }).toThrow('there is no recipe lab-alchemy');
    await refused({ models: ['lab-vit'], seeds: [9] }).toThrow(
      'there are no results of lab-vit with seeds 9: train it with "npx cliplab study --run lab-vit --seeds 9".',
    );
    await refused({ models: ['mini-rn'] }).toThrow('there are no results of mini-rn with a seed that both runs have');
    await refused({ models: ['lab-simclr'] }).toThrow('the results of lab-simclr, seed 1, have no "names top-5"');
  });

  it('is run by name', () => {
    expect(findExperiment('ablations').run).toBe(ablationsExperiment);
    expect(findExperiment('ablations').heeds).toEqual(['models', 'seeds']);
  });
});
