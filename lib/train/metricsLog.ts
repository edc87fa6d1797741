import { appendFile, readFile } from 'node:fs/promises';
import { csvText } from '../io/csvText.js';
import { storageError } from '../io/storageError.js';
import { plainNumber } from '../io/plainNumber.js';
import { parseJson } from '../io/parseJson.js';
import { writeFileAtomic } from '../io/writeFileAtomic.js';

/** One line of a run's log. Losses in nats; accuracies 0..1. */
export interface Metrics {
  /** Steps taken so far. */
  readonly step: number;
  readonly pairsSeen: number;
  readonly trainedSeconds: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly gradientNorm: number;
  readonly logitScale: number;
  /** Since the line before: how long steps waited for their batches, and how many pairs went by in a second in all. */
  readonly inputWaitSeconds?: number;
  readonly pairsPerSecond?: number;
  /** Over the validation designers' names, where it was measured. */
  readonly validationTop1?: number;
  readonly validationTop5?: number;
}

/** The log's file in a run's folder. */
export const METRICS_FILE = 'metrics.jsonl';

/** The log's lines; a last line cut short by a kill is left out. Empty where there is no log. */
export async function readMetrics(path: string): Promise<Metrics[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [parseJson(line, path) as Metrics];
    } catch {
      return [];
    }
  });
}

/** @throws UserError where the disk is full, read-only or not ours */
export async function appendMetrics(path: string, metrics: Metrics): Promise<void> {
  try {
    await appendFile(path, JSON.stringify(metrics) + '\n');
  } catch (error) {
    throw storageError(error, path);
  }
}

/** Drops what was logged after `step`, so that a resumed run does not log it twice. */
export async function rewindMetrics(path: string, step: number): Promise<void> {
  const kept = (await readMetrics(path)).filter((metrics) => metrics.step <= step);
  await writeFileAtomic(path, kept.map((metrics) => JSON.stringify(metrics) + '\n').join(''));
}

const COLUMNS = [
  'step',
  'pairsSeen',
  'trainedSeconds',
  'loss',
  'learningRate',
  'gradientNorm',
  'logitScale',
  'validationTop1',
  'validationTop5',
] as const;

/** What was measured in every line. */
const ALWAYS = COLUMNS.slice(0, COLUMNS.indexOf('validationTop1'));

/** The log as CSV, numbers to six digits, a gap where nothing was measured. */
export function metricsToCsv(metrics: readonly Metrics[]): string {
  const sixDigits = (value: number | undefined): number | undefined => value && Number(value.toPrecision(6));
  const rows = metrics.map((line) => Object.fromEntries(COLUMNS.map((column) => [column, sixDigits(line[column])])));
  return csvText(rows, COLUMNS);
}

/**
 * The log back from its CSV.
 * @throws Error naming the line where a number is none, or one is missing that every line has
 */
export function parseMetricsCsv(csv: string): Metrics[] {
  const [header, ...lines] = csv.trim().split('\n');
  if (header !== COLUMNS.join()) throw new Error(`its columns are not ${COLUMNS.join()}`);
  return lines.map((line, k) => {
    const cells = line
      .split(',')
      .map((cell, at) => [COLUMNS[at], cell === '' ? undefined : plainNumber(cell)] as const);
    const metrics = Object.fromEntries(cells.filter(([, value]) => value !== undefined)) as Partial<Metrics>;
    const isWhole = cells.length === COLUMNS.length && ALWAYS.every((column) => metrics[column] !== undefined);
    if (!isWhole || Object.values(metrics).some(Number.isNaN)) throw new Error(`its line ${k + 2} is damaged`);
    return metrics as Metrics;
  });
}
