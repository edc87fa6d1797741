import { from, type ColumnTable } from 'arquero';
import { studentInterval } from '../eval/statistics/studentInterval.js';
import type { Interval } from '../eval/statistics/interval.js';
import type { AmountPoint } from '../eval/statistics/amountToReach.js';
import { timesFewer } from '../eval/statistics/timesFewer.js';
import { UserError } from '../io/userError.js';
import { readRunLog, readRunResults } from '../train/runRecords.js';
import type { ExperimentOptions } from './experiment.js';
import { heeded } from './heeded.js';

/** A run of the study `efficient-pretraining`, and how its objective is called. */
export interface PretrainingRun {
  /** The recipe's name, e.g. `lab-caption`. */
  readonly run: string;
  /** E.g. `caption language model`. */
  readonly objective: string;
}

/** What the trainer asks each model for, see `watchZeroShot`. */
const NAMES = 'names by unseen designers';

/** How well a model of some objective classified out of words alone after so many pairs of its training. */
export type PretrainingRow = PretrainingRun & {
  readonly task: 'names by unseen designers';
  readonly seed: number;
  readonly pairsSeen: number;
  readonly trainedSeconds: number;
  readonly metric: 'zero-shot top-1';
  /** Over the most frequent names of designers who are held out, 0..1. */
  readonly value: number;
};

/** The paper's three objectives, from the least ambitious to the most. */
const PRETRAINING_RUNS: readonly PretrainingRun[] = [
  { run: 'lab-contrastive', objective: 'contrastive' },
  { run: 'lab-bag-of-words', objective: 'bag of words' },
  { run: 'lab-caption', objective: 'caption language model' },
];

/**
 * Seeds that all runs have: runs of one seed see the same pairs in the same order.
 * @throws UserError where there is none
 */
async function commonSeeds(runs: readonly PretrainingRun[]): Promise<number[]> {
  const results = await readRunResults();
  const seedsOf = ({ run }: PretrainingRun): Set<number> =>
    new Set(results.filter((result) => result.run === run).map(({ seed }) => seed));
  const [first = new Set<number>(), ...others] = runs.map(seedsOf);
  const common = [...first].filter((seed) => others.every((seeds) => seeds.has(seed)));
  if (common.length > 0) return common;
  throw new UserError(
    `${runs.map(({ run }) => run).join(', ') || 'no runs'} have no seed in common: train them with "npx cliplab study efficient-pretraining".`,
  );
}

/**
 * Zero-shot accuracy against the pairs seen, for objectives that are trained on the same pairs with the same image
 * encoder (paper sec 2.3, Figure 2). Read from the logs of the study's runs, which `cliplab study
 * efficient-pretraining` trains.
 * @param options `seeds` are by default those that all runs have
 * @returns one row a run, seed and evaluation: the columns of `PretrainingRow`
 * @throws UserError for a run or seed that is not trained, naming the command that does it
 * @example
 * const points = await efficientPretrainingExperiment({ seeds: [1] });
 * points.groupby('objective').rollup({ best: (d) => op.max(d.value) });
 */
export async function efficientPretrainingExperiment(
  options: Pick<ExperimentOptions, 'seeds'> & {
    /** Default those of the study `efficient-pretraining`. */
    readonly runs?: readonly PretrainingRun[];
  } = {},
): Promise<ColumnTable> {
  const { runs = PRETRAINING_RUNS, seeds } = heeded('efficientPretrainingExperiment', options, ['runs', 'seeds']);
  const rows: PretrainingRow[] = [];
  const read = seeds ?? (await commonSeeds(runs));
  for (const { run, objective } of runs)
    for (const seed of read)
      for (const { pairsSeen, trainedSeconds, validationTop1: value } of await readRunLog(run, seed))
        if (value !== undefined)
          rows.push({ task: NAMES, run, objective, seed, pairsSeen, trainedSeconds, metric: 'zero-shot top-1', value });
  return from(rows);
}

/** How many times fewer pairs one objective needs than another, over the seeds that both were trained with. */
export interface FewerPairs {
  /** The geometric mean over the seeds in which the faster one gets there; undefined where it never does. */
  readonly ratio: number | undefined;
  /** Its 95 % interval by Student's t over the logarithms; null for a single seed, or where one never comes there. */
  readonly interval: Interval | null;
  readonly seeds: number;
}

/**
 * `timesFewerPairs` of each seed, whose runs see the same pairs in the same order, and its interval over the seeds.
 * @param points of `efficientPretrainingExperiment`
 * @throws UserError as `timesFewerPairs` does
 * @example
 * const points = await efficientPretrainingExperiment();
 * const { ratio, interval } = await fewerPairsOverSeeds(points, { slow: 'bag of words', fast: 'contrastive' });
 */
export async function fewerPairsOverSeeds(
  points: ColumnTable,
  compared: { readonly slow: string; readonly fast: string },
): Promise<FewerPairs> {
  const rows = points.objects() as PretrainingRow[];
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  const ratios = seeds.map((seed) => {
    const own = rows.filter((row) => row.seed === seed).map((row) => ({ ...row, accuracy: row.value }));
    return timesFewerPairs(from(own), compared);
  });
  const reached = ratios.filter((ratio) => ratio !== undefined);
  if (reached.length === 0) return { ratio: undefined, interval: null, seeds: seeds.length };
  const { mean, low, high } = await studentInterval(reached.map(Math.log));
  const known = low !== undefined && high !== undefined && reached.length === seeds.length;
  return {
    ratio: Math.exp(mean),
    interval: known ? { low: Math.exp(low), high: Math.exp(high) } : null,
    seeds: seeds.length,
  };
}

/**
 * How many times fewer pairs one objective needs than another for the accuracy that the other ends with (paper sec
 * 2.3).
 * @param curves one row an objective and number of pairs: `objective`, `pairsSeen`, `accuracy`
 * @returns undefined where it never reaches that accuracy
 * @throws UserError where the slower objective is not in the table, or a number is not finite
 * @example
 * const points = await efficientPretrainingExperiment();
 * const curves = points.groupby('objective', 'pairsSeen').rollup({ accuracy: (d) => op.mean(d.value) });
 * timesFewerPairs(curves, { slow: 'caption language model', fast: 'contrastive' }); // 2.7
 */
export function timesFewerPairs(
  curves: ColumnTable,
  { slow, fast }: { readonly slow: string; readonly fast: string },
): number | undefined {
  const rows = curves.objects() as { objective: string; pairsSeen: number; accuracy: number }[];
  const curveOf = (objective: string): AmountPoint[] =>
    rows
      .filter((row) => row.objective === objective)
      .map(({ pairsSeen, accuracy }) => ({ amount: pairsSeen, value: accuracy }));
  return timesFewer(curveOf(slow), curveOf(fast));
}
