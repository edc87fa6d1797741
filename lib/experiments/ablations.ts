import { mean } from 'd3-array';
import { from, type ColumnTable } from 'arquero';
import type { Interval } from '../eval/statistics/interval.js';
import { pairedGain } from '../eval/statistics/pairedGain.js';
import { studentInterval } from '../eval/statistics/studentInterval.js';
import { UserError } from '../io/userError.js';
import { imageMultiplyAdds } from '../models/multiplyAdds.js';
import { modelConfig, type Recipe } from '../train/recipe.js';
import { recipeDifferences } from '../train/recipeDifferences.js';
import { findRecipe } from '../train/recipes.js';
import { readRunResults, type RunResult } from '../train/runRecords.js';
import { ABLATIONS } from '../train/studies/ablations.js';
import { LAB_CONTRASTIVE } from '../train/studies/labRecipe.js';
import type { ExperimentOptions } from './experiment.js';
import { heeded } from './heeded.js';

/** What `ablationsExperiment` compares. */
export interface AblationsOptions extends Pick<ExperimentOptions, 'models' | 'seeds'> {
  /** The run that the others are compared with. Default `lab-contrastive`. */
  readonly unchanged?: string;
}

/** What one change of the training does to one measure: of one seed, or the mean over seeds. */
export type AblationMeasurement = {
  /** The run's recipe, e.g. `lab-vit`. */
  readonly run: string;
  /** What it changes, in a few words. */
  readonly change: string;
  readonly measure: string;
  /** Null for the mean over seeds. */
  readonly seed: number | null;
  /** Percentage points against the unchanged run of the same seed. */
  readonly points: number;
  /**
   * The mean's 95 % interval: over draws of tasks and of seeds for averages over tasks, else by Student's t over the
   * seeds, where a single one has none.
   */
  readonly low: number | null;
  readonly high: number | null;
  /** Seeds that were compared. */
  readonly seeds: number;
  /** The fields of the recipe that differ, e.g. `batchSize: 128`. */
  readonly differs: string;
  /** Multiply-adds an image. */
  readonly multiplyAdds: number;
  readonly pairsSeen: number;
  readonly trainedSeconds: number;
};

type Measured = readonly RunResult[];

/**
 * The mean over a run's results of that measure, or of all whose names begin so. @throws UserError where it has none
 */
function meanOf(results: Measured, isAsked: (measure: string) => boolean, asked: string): number {
  const value = mean(
    results.filter(({ measure }) => isAsked(measure)),
    (row) => row.value,
  );
  if (value !== undefined) return value;
  const { run, seed } = results[0]!;
  throw new UserError(
    `the results of ${run}, seed ${seed}, have no ${asked}: leave the run out, as only those have it that learned to compare images with words.`,
  );
}

interface Measure {
  readonly measure: string;
  readonly of: (results: Measured) => number;
  /** The scores that it is the average of, where it is one over tasks: by the task's name. */
  readonly byTask?: (results: Measured) => ReadonlyMap<string, number>;
}

const ZERO_SHOT = 'zero-shot ';

const MEASURES: readonly Measure[] = [
  {
    measure: 'names of unseen designers, top-5',
    of: (results) => meanOf(results, (measure) => measure === 'names top-5', '"names top-5"'),
  },
  {
    measure: 'average zero-shot over the suite',
    of: (results) => meanOf(results, (measure) => measure.startsWith(ZERO_SHOT), 'zero-shot scores'),
    byTask: (results) =>
      new Map(results.filter(({ measure }) => measure.startsWith(ZERO_SHOT)).map((row) => [row.measure, row.value])),
  },
];

const trainedSeconds = (results: Measured): number =>
  meanOf(results, (measure) => measure === 'trained seconds', '"trained seconds"');

/** The vocabulary's size changes no multiply-add of an image. */
const ANY_VOCABULARY = 4500;

/**
 * One choice of the training changed at a time, each run against the unchanged one of the same seed, which saw the same
 * pairs in the same order (paper sec 2.3 to 2.5 and sec 6). Read from what `cliplab study` measured of the trained
 * runs, in `data/runs`.
 * @param options `models`: runs, default all of the study `ablations`; `seeds`: default those that both runs have
 * @returns by run and measure the mean over seeds, then a row a seed
 * @throws UserError for a run that is none, or was not trained and measured with a seed that is asked for
 * @example
 * const changes = await ablationsExperiment({ models: ['lab-vit'] });
 * changes.filter((d) => d.seed === null).select('change', 'measure', 'points', 'low', 'high');
 */
export async function ablationsExperiment(options: AblationsOptions = {}): Promise<ColumnTable> {
  const {
    models,
    seeds,
    unchanged = LAB_CONTRASTIVE.name,
  } = heeded('ablationsExperiment', options, ['models', 'seeds', 'unchanged']);
  const results = await readRunResults();
  const reference = findRecipe(unchanged);
  const runs = models ?? ABLATIONS.runs.map(({ recipe }) => recipe.name).filter((run) => run !== unchanged);
  const rows: AblationMeasurement[] = [];
  for (const run of runs) rows.push(...(await compareRuns(findRecipe(run), reference, results, seeds)));
  return from(rows);
}

async function compareRuns(
  recipe: Recipe,
  reference: Recipe,
  results: Measured,
  asked: readonly number[] | undefined,
): Promise<AblationMeasurement[]> {
  const { name: run, batchSize, steps } = recipe;
  const of = (name: string, seed: number): Measured => results.filter((row) => row.run === name && row.seed === seed);
  const seeds = asked ?? seedsOf(results, run).filter((seed) => seedsOf(results, reference.name).includes(seed));
  for (const name of [run, reference.name])
    if (seeds.length === 0 || seeds.some((seed) => of(name, seed).length === 0))
      throw new UserError(
        `there are no results of ${name} with ${asked ? `seeds ${asked.join(', ')}` : 'a seed that both runs have'}: ` +
          `train it with "npx cliplab study --run ${name} --seeds ${(asked ?? [1]).join(',')}".`,
      );
  const shared = {
    change: ABLATIONS.runs.find((one) => one.recipe.name === run)?.change ?? run,
    seeds: seeds.length,
    differs: recipeDifferences(recipe, reference).join('; '),
    multiplyAdds: imageMultiplyAdds(modelConfig(recipe, ANY_VOCABULARY)),
    pairsSeen: batchSize * steps,
  };
  const seconds = seeds.map((seed) => trainedSeconds(of(run, seed)));
  const rows: AblationMeasurement[] = [];
  for (const { measure, of: score, byTask } of MEASURES) {
    const points = seeds.map((seed) => 100 * (score(of(run, seed)) - score(of(reference.name, seed))));
    const middle = mean(points)!;
    const { low = null, high = null } = byTask
      ? overTasksAndSeeds(...[run, reference.name].map((name) => seeds.map((seed) => byTask(of(name, seed)))))
      : await studentInterval(points);
    const row = { run, measure, low: null, high: null, ...shared };
    rows.push({ ...row, seed: null, points: middle, low, high, trainedSeconds: mean(seconds)! });
    seeds.forEach((seed, k) => rows.push({ ...row, seed, points: points[k]!, trainedSeconds: seconds[k]! }));
  }
  return rows;
}

/** The interval of the difference of averages over tasks, in points: two runs' scores by task, a map a seed. */
function overTasksAndSeeds(
  first: readonly ReadonlyMap<string, number>[] = [],
  second: readonly ReadonlyMap<string, number>[] = [],
): Partial<Interval> {
  const tasks = [...first[0]!.keys()];
  const scores = (bySeed: typeof first): number[][] => tasks.map((task) => bySeed.map((own) => own.get(task) ?? NaN));
  const { interval } = pairedGain(scores(first), scores(second));
  return interval === null ? {} : { low: 100 * interval.low, high: 100 * interval.high };
}

const seedsOf = (results: Measured, run: string): number[] => [
  ...new Set(results.filter((row) => row.run === run).map(({ seed }) => seed)),
];
