import { readFileSync } from 'node:fs';
import { from, table } from 'arquero';
import { expect, it } from 'vitest';
import {
  efficientPretrainingExperiment,
  fewerPairsOverSeeds,
  timesFewerPairs,
  type PretrainingRow,
} from '../../lib/experiments/efficientPretraining.js';

/** The evaluations of a log, read by hand. */
const evaluations = (run: string, seed: number): string[][] =>
  readFileSync(`data/runs/${run}-seed${seed}.csv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter((cells) => cells[7] !== '');

it('has a row for each evaluation of each run and seed, as its log has it', async () => {
  const rows = (await efficientPretrainingExperiment()).objects() as PretrainingRow[];
  const runs = ['lab-contrastive', 'lab-bag-of-words', 'lab-caption'];
  const expected = runs.flatMap((run) =>
    [1, 2, 3].flatMap((seed) =>
      evaluations(run, seed).map(([, pairs, seconds, , , , , top1]) => [run, seed, pairs, seconds, top1]),
    ),
  );
  expect(expected.length).toBeGreaterThan(100);
  expect(rows.map((row) => [row.run, row.seed, ...[row.pairsSeen, row.trainedSeconds, row.value].map(String)])).toEqual(
    expected.map(([run, seed, ...cells]) => [run, seed, ...cells.map((cell) => String(Number(cell)))]),
  );
  expect(rows[0]).toMatchObject({ task: 'names by unseen designers', objective: 'contrastive' });
});

it('takes the seeds that are asked for, else those that all runs have', async () => {
  const seedsOf = async (options: Parameters<typeof efficientPretrainingExperiment>[0]) =>
    new Set(((await efficientPretrainingExperiment(options)).objects() as PretrainingRow[]).map(({ seed }) => seed));
  expect(await seedsOf({ seeds: [2] })).toEqual(new Set([2]));
  // lab-supervised was trained with one seed.
  const runs = [
    { run: 'lab-contrastive', objective: 'contrastive' },
    { run: 'lab-supervised', objective: 'labels' },
  ];
  expect(await seedsOf({ runs })).toEqual(new Set([1]));
});

it('says in one sentence what is not trained, and by which command it is', async () => {
  await expect(efficientPretrainingExperiment({ seeds: [99] })).rejects.toThrow(
    'npx cliplab study --run lab-contrastive --seeds 99',
  );
  await expect(efficientPretrainingExperiment({ runs: [{ run: 'nothing', objective: 'none' }] })).rejects.toThrow(
    'nothing have no seed in common: train them with "npx cliplab study efficient-pretraining".',
  );
});

it('reckons how many times fewer pairs are needed for the accuracy that the slower ends with', () => {
  const curves = table({
    objective: ['slow', 'slow', 'fast', 'fast', 'hopeless'],
    pairsSeen: [100, 400, 10, 1000, 1000],
    accuracy: [0.1, 0.3, 0.2, 0.4, 0.1],
  });
  // Half of the way from 0.2 to 0.4 is half of the two decades: 100 pairs.
  expect(timesFewerPairs(curves, { slow: 'slow', fast: 'fast' })).toBeCloseTo(4, 10);
  expect(timesFewerPairs(curves, { slow: 'slow', fast: 'hopeless' })).toBeUndefined();
  expect(() => timesFewerPairs(curves, { slow: 'nothing', fast: 'fast' })).toThrow('the slower curve has no points');
});

it('reckons the same seed by seed, with the interval of the ratio', async () => {
  const run = (objective: string, seed: number, needed: number) =>
    [0.1, 0.3].map((value, k) => ({ objective, seed, pairsSeen: (k + 1) * needed, value }));
  const both = (ratios: readonly number[]) =>
    from(ratios.flatMap((ratio, seed) => [...run('slow', seed, 100 * ratio), ...run('fast', seed, 100)]));
  const compared = { slow: 'slow', fast: 'fast' };
  const alike = await fewerPairsOverSeeds(both([4, 4, 4]), compared);
  expect(alike.ratio).toBeCloseTo(4, 6);
  expect(alike.interval!.low).toBeCloseTo(4, 6);
  expect(alike.seeds).toBe(3);
  const { ratio, interval } = await fewerPairsOverSeeds(both([2, 8]), compared);
  expect(ratio).toBeCloseTo(4, 6); // the geometric mean
  // Of two logarithms one doubling away from their mean: t is 12.706 with one degree of freedom.
  expect(Math.log2(interval!.high)).toBeCloseTo(2 + 12.706, 2);
  expect((await fewerPairsOverSeeds(both([4]), compared)).interval).toBeNull();
  const never = from([...run('slow', 1, 100), { objective: 'fast', seed: 1, pairsSeen: 100, value: 0.2 }]);
  expect(await fewerPairsOverSeeds(never, compared)).toEqual({ ratio: undefined, interval: null, seeds: 1 });
});
