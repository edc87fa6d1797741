import { from, type ColumnTable } from 'arquero';
import { listLiveRuns, type LiveRun } from '../apps/training/live/liveRun.js';
import { liveFolder } from '../apps/training/live/runRecord.js';
import { studentInterval } from '../eval/statistics/studentInterval.js';
import { requireText } from '../io/requireText.js';
import { sayOnce } from '../io/sayOnce.js';
import { told } from '../io/told.js';
import { UserError } from '../io/userError.js';
import type { Metrics } from '../train/metricsLog.js';
import { objectiveName } from '../train/recipe.js';

/** Which live runs are looked at. */
export interface LiveRunsOptions {
  /** Only runs of this comparison, as `liveRuns` names it: of one recipe, on the same pairs, for as long. */
  readonly comparison?: string;
  /** Where live runs are kept. Default: `live` in the cache. */
  readonly folder?: string;
}

/** A live run and how far it has come. */
export type LiveRunRow = {
  readonly run: string;
  readonly change: string;
  readonly seed: number;
  /** `waits`, `trains`, `stopped`, `failed` or `finished`. */
  readonly state: string;
  readonly pairsSeen: number;
  /** Pairs that it sees in all. */
  readonly pairs: number;
  /** The newest, in nats; null before the first line of the log. */
  readonly loss: number | null;
  /** Of the validation images, how many have their own name as the model's first, and among its first five, 0..1. */
  readonly top1: number | null;
  readonly top5: number | null;
  readonly trainedSeconds: number;
  /** `suite` or `iconwit`. */
  readonly data: string;
  readonly comparison: string;
  /** What it was named when it was kept. */
  readonly keptAs: string | null;
  /** Why it failed. */
  readonly fault: string | null;
};

/** A point of a live run's log. */
export type LivePoint = {
  readonly run: string;
  readonly change: string;
  readonly seed: number;
  readonly pairsSeen: number;
  readonly loss: number;
  /** Zero-shot over the validation images' names, first of all, 0..1; null where it was not measured. */
  readonly accuracy: number | null;
};

/** What a change does to one measure against the unchanged run of the same seed. */
export type LiveDifference = {
  readonly change: string;
  readonly measure: string;
  /** Mean over seeds: percentage points of accuracies, nats of losses; null where it means nothing. */
  readonly difference: number | null;
  /** Its 95 % interval by Student's t over seeds; null where there is one seed. */
  readonly low: number | null;
  readonly high: number | null;
  readonly seeds: number;
  /** Pairs that both had seen when they were compared; the fewest of all seeds. */
  readonly pairsSeen: number;
  /** Why there is no interval or no difference; empty where there are both. */
  readonly note: string;
};

/** What runs that change nothing are called. */
const UNCHANGED = 'unchanged';

/** @throws UserError where the options are none */
async function runsOf(options: LiveRunsOptions): Promise<LiveRun[]> {
  if (typeof options !== 'object' || (options as unknown) === null)
    throw new UserError(`the options of live runs are ${told(options)}, expected { comparison: ... } or nothing.`);
  const { comparison, folder = liveFolder() } = options;
  requireText(folder, 'the folder of live runs');
  const { runs, faults } = await listLiveRuns(folder);
  faults.forEach(sayOnce);
  if (comparison === undefined) return runs;
  const own = runs.filter((run) => run.comparison === comparison);
  if (own.length > 0) return own;
  throw new UserError(`there is no comparison ${told(comparison)} in ${folder}: liveRuns lists those that there are.`);
}

const newest = (log: readonly Metrics[], measure: 'validationTop1' | 'validationTop5'): number | null =>
  log.filter((line) => line[measure] !== undefined).at(-1)?.[measure] ?? null;

function liveRunRow(run: LiveRun): LiveRunRow {
  const { id, change, recipe, state, pairs, log, data, comparison, keptAs, fault } = run;
  const last = log.at(-1);
  return {
    ...{ run: id, change, seed: recipe.seed, state, pairsSeen: last?.pairsSeen ?? 0, pairs, loss: last?.loss ?? null },
    ...{ top1: newest(log, 'validationTop1'), top5: newest(log, 'validationTop5') },
    ...{ trainedSeconds: last?.trainedSeconds ?? 0, data, comparison, keptAs, fault },
  };
}

/**
 * The live runs there are, in the order in which they are trained, with how far each has come: also those that another
 * notebook started, or that were started before the kernel. What cannot be read is said on standard error.
 * @throws UserError where there is no such comparison
 * @example
 * show((await liveRuns()).select('change', 'seed', 'state', 'loss', 'top1'));
 */
export async function liveRuns(options: LiveRunsOptions = {}): Promise<ColumnTable> {
  return from((await runsOf(options)).map(liveRunRow));
}

/** The points of runs as rows of `liveCurves`. */
export const livePoints = (runs: readonly LiveRun[]): LivePoint[] =>
  runs.flatMap(({ id, change, recipe: { seed }, log }) =>
    log.map(({ pairsSeen, loss, validationTop1 = null }) => ({
      ...{ run: id, change, seed, pairsSeen, loss, accuracy: validationTop1 },
    })),
  );

/**
 * Loss and zero-shot accuracy of live runs as they grow: a row a line of each log. Between different batches and
 * objectives losses cannot be compared.
 * @throws UserError where there is no such comparison
 * @example
 * const curves = await liveCurves();
 * if (curves.numRows() > 0) show(liveRunsFigure(curves));
 */
export async function liveCurves(options: LiveRunsOptions = {}): Promise<ColumnTable> {
  return from(livePoints(await runsOf(options)));
}

interface Measure {
  readonly measure: string;
  readonly of: (line: Metrics) => number | undefined;
  readonly factor: number;
  /** A loss, which only runs of one batch and objective have in common. */
  readonly isLoss: boolean;
}
const MEASURES: readonly Measure[] = [
  { measure: 'names top-1, points', of: (line) => line.validationTop1, factor: 100, isLoss: false },
  { measure: 'names top-5, points', of: (line) => line.validationTop5, factor: 100, isLoss: false },
  { measure: 'loss, nats', of: (line) => line.loss, factor: 1, isLoss: true },
];
const haveOneLoss = (a: LiveRun, b: LiveRun): boolean =>
  a.recipe.batchSize === b.recipe.batchSize && objectiveName(a.recipe) === objectiveName(b.recipe);

/** The newest place at which both logs have the measure, and the values there; undefined where there is none yet. */
function atEqualPairs(
  own: LiveRun,
  other: LiveRun,
  { of }: Measure,
): { pairsSeen: number; difference: number } | undefined {
  const there = new Map(other.log.map((line) => [line.pairsSeen, of(line)]));
  return own.log
    .flatMap((line) => {
      const [here, beside] = [of(line), there.get(line.pairsSeen)];
      return here === undefined || beside === undefined
        ? []
        : [{ pairsSeen: line.pairsSeen, difference: here - beside }];
    })
    .at(-1);
}

/** The rows of `liveDifferences`. */
export async function differencesOf(runs: readonly LiveRun[]): Promise<LiveDifference[]> {
  const rows: LiveDifference[] = [];
  const unchanged = (run: LiveRun): LiveRun | undefined =>
    runs.find(
      (one) => one.change === UNCHANGED && one.comparison === run.comparison && one.recipe.seed === run.recipe.seed,
    );
  const changes = new Map(
    runs.filter(({ change }) => change !== UNCHANGED).map((run) => [`${run.comparison} ${run.change}`, run.change]),
  );
  for (const [key, change] of changes) {
    const own = runs.filter((run) => `${run.comparison} ${run.change}` === key);
    for (const measure of MEASURES) {
      const found = own.flatMap((run) => {
        const other = unchanged(run);
        const compared = other && atEqualPairs(run, other, measure);
        return compared ? [{ ...compared, run, other }] : [];
      });
      if (found.length === 0) continue;
      const seeds = found.length;
      const pairsSeen = Math.min(...found.map((one) => one.pairsSeen));
      const row = { change, measure: measure.measure, seeds, pairsSeen };
      const [{ run, other }] = found as [(typeof found)[0]];
      if (measure.isLoss && !haveOneLoss(run, other)) {
        const note = 'another batch or objective: losses cannot be compared';
        rows.push({ ...row, difference: null, low: null, high: null, note });
        continue;
      }
      const values = found.map(({ difference }) => measure.factor * difference);
      const { mean, low = null, high = null } = await studentInterval(values);
      const note = seeds === 1 ? 'one seed: no interval' : '';
      rows.push({ ...row, difference: mean, low, high, note });
    }
  }
  return rows;
}

/**
 * What each change of live runs does, against the unchanged run of the same seed on the same pairs, at the newest place
 * that both have come to. Over several seeds with a 95 % interval by Student's t; one seed has none, and the note says
 * so.
 * @throws UserError where there is no such comparison
 * @example
 * show((await liveDifferences()).select('change', 'measure', 'difference', 'low', 'high', 'note'));
 */
export async function liveDifferences(options: LiveRunsOptions = {}): Promise<ColumnTable> {
  return from(await differencesOf(await runsOf(options)));
}
