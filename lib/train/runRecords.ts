import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csvText } from '../io/csvText.js';
import { plainNumber } from '../io/plainNumber.js';
import { dataDirectory } from '../io/projectPaths.js';
import { requireText } from '../io/requireText.js';
import { UserError } from '../io/userError.js';
import { withFileLock } from '../io/withFileLock.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';
import { metricsToCsv, parseMetricsCsv, type Metrics } from './metricsLog.js';

/** One thing that was measured of a finished run. */
export interface RunResult {
  readonly run: string;
  readonly seed: number;
  /** The recipe's name of a quantity, e.g. `zero-shot emoji-names` or `names top-1`. Shares are 0..1. */
  readonly measure: string;
  readonly value: number;
}

const COLUMNS = ['run', 'seed', 'measure', 'value'];
const HEADER = COLUMNS.join();

/** The logs and results of the studies' runs, which notebooks read and `cliplab study` writes. */
export const runsFolder = (): string => join(dataDirectory(), 'runs');

const logPath = (folder: string, run: string, seed: number): string => join(folder, `${run}-seed${seed}.csv`);
const resultsPath = (folder: string): string => join(folder, 'results.csv');

export async function writeRunLog(
  run: string,
  seed: number,
  metrics: readonly Metrics[],
  folder = runsFolder(),
): Promise<void> {
  await writeFileAtomic(logPath(folder, run, seed), metricsToCsv(metrics));
}

/**
 * How a run of a study went.
 * @throws UserError naming the command that trains it, where it has not been
 * @example
 * const log = await readRunLog('lab-vit', 2);
 * show(trainingFigure(log));
 */
export async function readRunLog(run: string, seed = 1, folder = runsFolder()): Promise<Metrics[]> {
  const path = logPath(folder, run, seed);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new UserError(`there is no log ${path}: train it with "npx cliplab study --run ${run} --seeds ${seed}".`);
  try {
    return parseMetricsCsv(text);
  } catch (error) {
    throw new UserError(
      `${path} is not a training log (${(error as Error).message}); take it from the repository again.`,
    );
  }
}

/**
 * What was measured of the studies' finished runs; none where none is.
 * @throws UserError where the file is damaged
 * @example
 * const results = from(await readRunResults());
 * show(results.groupby('run', 'measure').rollup({ value: (d) => op.mean(d.value) }));
 */
export async function readRunResults(folder = runsFolder()): Promise<RunResult[]> {
  requireText(folder, 'the folder of results');
  const text = await readFile(resultsPath(folder), 'utf8').catch(() => HEADER);
  const [header, ...lines] = text.trim().split('\n');
  const results = lines.map((line) => {
    const [run, seed = '', measure, value = ''] = line.split(',');
    return { run: run!, seed: plainNumber(seed), measure: measure!, value: plainNumber(value) };
  });
  const bad = results.findIndex(
    ({ run, seed, measure, value }) => !run || !measure || !Number.isInteger(seed) || !Number.isFinite(value),
  );
  if (header !== HEADER || bad >= 0)
    throw new UserError(
      `${resultsPath(folder)} is damaged${bad >= 0 ? ` in line ${bad + 2}` : ''}: it should have ${HEADER}; take it from the repository again.`,
    );
  return results;
}

/**
 * Puts the results of one run and seed in place of what there was of it; the others stay, in the order of their names,
 * also those that another process writes at the same time.
 */
export async function writeRunResults(results: readonly RunResult[], folder = runsFolder()): Promise<void> {
  const key = ({ run, seed }: RunResult): string => `${run} ${seed}`;
  const written = new Set(results.map(key));
  const path = resultsPath(folder);
  await withFileLock(`${path}.lock`, async () => {
    const others = (await readRunResults(folder)).filter((one) => !written.has(key(one)));
    const rows = [...others, ...results].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    const rounded = rows.map((row) => ({ ...row, value: Number(row.value.toPrecision(6)) }));
    await writeFileAtomic(path, csvText(rounded, COLUMNS));
  });
}
