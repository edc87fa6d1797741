import type { Command } from 'commander';
import { loadDataset } from '../datasets/loadDataset.js';
import { listTasks } from '../datasets/suite/loadTask.js';
import { createRandom } from '../engine/random.js';
import { evaluateTask, type Method } from '../eval/evaluateTask.js';
import type { ResultRow } from '../eval/metrics/resultRows.js';
import { loadModel } from '../weights/loadModel.js';
import { integerFlag } from './integerFlag.js';

interface EvaluateFlags {
  readonly model?: string;
  readonly seed: number;
  readonly json?: boolean;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** "Flags of countries: 15.2 % accuracy (95 % interval 10.5 to 20.9), 198 pictures, chance 0.5 %" */
function describe({ task, metric, value, low, high, n, chance }: ResultRow): string {
  const interval = `95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
  return `${task}: ${percent(value)} ${metric} (${interval}), ${n} pictures, chance ${percent(chance)}\n`;
}

async function evaluate(method: Method, names: readonly string[], { model, seed, json }: EvaluateFlags): Promise<void> {
  const chosen = names.length > 0 ? names : (await listTasks()).map(({ name }) => name);
  const loaded = await loadModel(model);
  const results: ResultRow[] = [];
  for (const name of chosen) {
    const random = createRandom(seed).fork(name);
    const { rows } = await evaluateTask(
      loaded,
      await loadDataset(name, method === 'zero-shot' ? { splits: ['test'] } : {}),
      { random, methods: [method] },
    );
    results.push(...rows);
    if (!json) process.stdout.write(rows.map(describe).join(''));
  }
  loaded.model.dispose();
  if (json) process.stdout.write(JSON.stringify({ model: loaded.name, method, results }, null, 1) + '\n');
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
