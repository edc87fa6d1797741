import type { LiveRun } from '../../apps/training/live/liveRun.js';
import { differencesOf, livePoints, type LiveDifference } from '../../experiments/liveRuns.js';
import { liveRunsFigure } from '../../figures/charts/liveRunsFigure.js';
import type { Figure } from '../../figures/figure.js';
import { grouped, percent, signed } from '../../figures/numbers.js';

/** A run as the front end shows it. */
export interface LiveRunLine {
  readonly id: string;
  readonly change: string;
  readonly seed: number;
  /** In words, e.g. `trains, 40 %`. */
  readonly standing: string;
  readonly loss: string;
  readonly accuracy: string;
  readonly keptAs: string | null;
  /** Whether its curves are drawn and its differences taken. */
  readonly isShown: boolean;
  /** What may be done with it. */
  readonly may: readonly ('stop' | 'continue' | 'keep' | 'remove')[];
}

/** A difference as text. */
export type LiveDifferenceLine = Readonly<Record<'change' | 'measure' | 'difference' | 'pairs' | 'note', string>>;

/** Runs that can be compared with each other. */
export interface LiveComparison {
  readonly key: string;
  readonly title: string;
}

/** What the front end shows below its ticks. */
export interface LiveView {
  readonly comparisons: readonly LiveComparison[];
  /** Key of the one that is shown; empty where there is none. */
  readonly comparison: string;
  readonly runs: readonly LiveRunLine[];
  readonly differences: readonly LiveDifferenceLine[];
  /** What is to be known: who trains, what cannot be read. */
  readonly notes: readonly string[];
}

/** How a run's own folder and choices of the reader are shown. */
export interface ViewChoices {
  /** Whether a process trains what waits. */
  readonly isTrainerThere: boolean;
  readonly comparison: string | undefined;
  readonly hidden: ReadonlySet<string>;
  /** Sentences about folders that cannot be read. */
  readonly faults: readonly string[];
}

const MAY: Readonly<Record<LiveRun['state'], LiveRunLine['may']>> = {
  waits: ['stop', 'remove'],
  trains: ['stop'],
  stopped: ['continue', 'remove'],
  failed: ['continue', 'remove'],
  finished: ['keep', 'remove'],
};

function standing(run: LiveRun, isTrainerThere: boolean): string {
  const { state, log, recipe, fault } = run;
  const share = percent((log.at(-1)?.step ?? 0) / recipe.steps);
  if (state === 'failed') return `failed: ${fault ?? ''}`;
  if (state === 'finished') return 'finished';
  if (state === 'waits' && !isTrainerThere && log.length > 0)
    return `its trainer ended, at ${share}: it was killed, or the disk is full`;
  return log.length === 0 && state !== 'trains' ? state : `${state}, ${share}`;
}

function runLine(run: LiveRun, { isTrainerThere, hidden }: ViewChoices): LiveRunLine {
  const { id, change, recipe, state, log, keptAs } = run;
  const accuracy = log.filter(({ validationTop1 }) => validationTop1 !== undefined).at(-1)?.validationTop1;
  return {
    ...{ id, change, seed: recipe.seed, standing: standing(run, isTrainerThere), keptAs, isShown: !hidden.has(id) },
    loss: log.at(-1)?.loss.toFixed(3) ?? '',
    accuracy: accuracy === undefined ? '' : percent(accuracy),
    may: state === 'waits' && !isTrainerThere ? ['continue', ...MAY.waits] : MAY[state],
  };
}

function differenceLine({
  change,
  measure,
  difference,
  low,
  high,
  note,
  pairsSeen,
  seeds,
}: LiveDifference): LiveDifferenceLine {
  const shown = (value: number): string =>
    measure.startsWith('loss') ? `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}` : signed(value);
  const interval = low === null || high === null ? '' : ` (${shown(low)} to ${shown(high)})`;
  return {
    ...{ change, measure, note: note || `${seeds} seeds` },
    ...{ difference: difference === null ? '' : shown(difference) + interval, pairs: grouped(pairsSeen) },
  };
}

const DATA_TITLES = { suite: 'the suite’s training images', iconwit: 'IconWIT' };

/** The comparisons of some runs, that of the newest run first. */
function comparisonsOf(runs: readonly LiveRun[]): LiveComparison[] {
  const byKey = new Map([...runs].reverse().map((run) => [run.comparison, run]));
  return [...new Set([...runs].reverse().map(({ comparison }) => comparison))].map((key) => {
    const { pairs, data, base } = byKey.get(key)!;
    const count = new Set(runs.filter(({ comparison }) => comparison === key).map(({ change }) => change)).size;
    return { key, title: `${base}, ${grouped(pairs)} pairs of ${DATA_TITLES[data]}: ${grouped(count)} recipes` };
  });
}

/** The runs of the comparison that is shown. */
function comparedRuns(runs: readonly LiveRun[], comparison: string | undefined): LiveRun[] {
  const known = comparisonsOf(runs).map(({ key }) => key);
  const key = comparison !== undefined && known.includes(comparison) ? comparison : known[0];
  return runs.filter((run) => run.comparison === key);
}

/** What is shown of some runs, and their curves where there are any. */
export async function liveView(
  runs: readonly LiveRun[],
  choices: ViewChoices,
): Promise<{ view: LiveView; figure: Figure | undefined }> {
  const own = comparedRuns(runs, choices.comparison);
  const shown = own.filter(({ id }) => !choices.hidden.has(id));
  const damaged = own.filter(({ damagedLines }) => damagedLines > 0);
  const isLeft = !choices.isTrainerThere && runs.some(({ state }) => state === 'waits');
  const notes = [
    ...(isLeft ? ['Runs wait, and nothing trains them: press “Go on”.'] : []),
    ...damaged.map(
      ({ change, recipe, damagedLines }) =>
        `The log of ${change}, seed ${recipe.seed}, has ${damagedLines} damaged lines, which are left out.`,
    ),
    ...choices.faults,
  ];
  const points = livePoints(shown);
  return {
    view: {
      comparisons: comparisonsOf(runs),
      comparison: own[0]?.comparison ?? '',
      runs: own.map((run) => runLine(run, choices)),
      differences: (await differencesOf(shown)).map(differenceLine),
      notes,
    },
    figure: points.length > 0 ? liveRunsFigure(points) : undefined,
  };
}
