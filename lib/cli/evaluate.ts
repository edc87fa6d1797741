import type { Command } from 'commander';
import type { Method } from '../eval/evaluateTask.js';
import type { ResultRow } from '../eval/metrics/resultRows.js';
import { zeroShotExperiment, type ZeroShotRow } from '../experiments/zeroShot.js';
import { percent } from '../figures/numbers.js';
import { integerFlag } from './integerFlag.js';

interface EvaluateFlags {
  readonly model?: string;
  readonly seed: number;
  readonly json?: boolean;
}

/** "Flags of countries: 15.2 % accuracy (95 % interval 10.5 to 20.9), 198 images, chance 0.5 %" */
function describe({ task, metric, value, low, high, n, chance }: ResultRow): string {
  const interval = `95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
  return `${task}: ${percent(value)} ${metric} (${interval}), ${n} images, chance ${percent(chance)}\n`;
}

/** The rows of `cliplab zeroshot --json`, which other programs read: columns and their order stay. */
const resultRow = ({ title, method, n, classes, metric, value, low, high, chance }: ZeroShotRow): ResultRow => ({
  task: title,
  method,
  n,
  classes,
  metric,
  value,
  low,
  high,
  chance,
});

async function evaluate(method: Method, names: readonly string[], { model, seed, json }: EvaluateFlags): Promise<void> {
  const results: ZeroShotRow[] = [];
  await zeroShotExperiment({
    ...(model !== undefined && { models: [model] }),
    ...(names.length > 0 && { tasks: names }),
    methods: [method],
    seed,
    onRows(rows) {
      results.push(...rows);
      if (!json) process.stdout.write(rows.map((row) => describe(resultRow(row))).join(''));
    },
  });
  if (json)
    process.stdout.write(
      JSON.stringify({ model: results[0]?.model, method, results: results.map(resultRow) }, null, 1) + '\n',
    );
}

function register(program: Command, verb: string, method: Method, description: string): void {
  program
    .command(verb)
    .description(description)
    .argument('[tasks...]', 'tasks of the suite (all of them by default), datasets by name, folders')
    .option('--model <name>', 'a model of data/models, or a folder (default: CLIPLAB_MODEL, or the embedded model)')
    .option('--seed <integer>', 'seed of the bootstrap intervals', integerFlag, 2021)
    .option('--json', 'print the results as JSON')
    .action((names: string[], flags: EvaluateFlags) => evaluate(method, names, flags));
}

/** `cliplab zeroshot` and `cliplab probe`: what a model scores on the held-out tasks. */
export function registerZeroShot(program: Command): void {
  register(program, 'zeroshot', 'zero-shot', 'classify the held-out tasks out of words alone');
}

/** See `registerZeroShot`. */
export function registerProbe(program: Command): void {
  register(program, 'probe', 'linear probe', "fit the paper's linear probe on the held-out tasks");
}
