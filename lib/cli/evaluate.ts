import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { readLines, readPositionedLines } from '../datasets/positionedLines.js';
import type { DatasetWords } from '../datasets/withWords.js';
import type { Method } from '../eval/evaluateTask.js';
import type { ResultRow } from '../eval/metrics/resultRows.js';
import { zeroShotExperiment, type ZeroShotRow } from '../experiments/zeroShot.js';
import { percent } from '../figures/numbers.js';
import { UserError } from '../io/userError.js';
import { integerFlag } from './integerFlag.js';
import { openMeasurementsFile } from './measurementsFile.js';
import { templatesOption } from './templatesOption.js';

interface EvaluateFlags {
  readonly model?: string;
  readonly seed: number;
  readonly csv?: string;
  readonly json?: boolean;
}

interface ZeroShotFlags extends EvaluateFlags {
  readonly templates: readonly string[];
  readonly classNames?: string;
}

const BLANK_NAME = 'give --class-names a file with a name a line.';

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

async function evaluate(
  method: Method,
  names: readonly string[],
  { model, seed, csv, json }: EvaluateFlags,
  words: DatasetWords = {},
): Promise<void> {
  const file = await openMeasurementsFile(csv);
  const results: ZeroShotRow[] = [];
  const table = await zeroShotExperiment({
    ...(model !== undefined && { models: [model] }),
    ...(names.length > 0 && { tasks: [...new Set(names)] }),
    ...words,
    methods: [method],
    seed,
    onRows(rows) {
      results.push(...rows);
      if (!json) process.stdout.write(rows.map((row) => describe(resultRow(row))).join(''));
    },
  });
  await file?.write(table);
  if (json)
    process.stdout.write(
      JSON.stringify({ model: results[0]?.model, method, results: results.map(resultRow) }, null, 1) + '\n',
    );
  else if (file) process.stdout.write(file.summary(table) + '\n');
}

/** The templates that a value of `--templates` stands for: itself, or the lines of the file that it names. */
async function templatesOf(value: string): Promise<readonly string[]> {
  if (value.includes('{c}')) return [value];
  if (!existsSync(value))
    throw new UserError(
      `--templates ${value} has no {c} and is no file: write {c} where the class name goes, or give a file with a template a line.`,
    );
  const lines = (await readLines(value)).filter((line) => line.trim() !== '');
  const without = lines.find((line) => !line.includes('{c}'));
  if (lines.length === 0 || without !== undefined)
    throw new UserError(
      `${value} has ${without === undefined ? 'no templates' : `a line without {c}, "${without}"`}: write one a line, with {c} where the class name goes.`,
    );
  return lines;
}

async function evaluateZeroShot(
  names: readonly string[],
  { templates, classNames, ...flags }: ZeroShotFlags,
): Promise<void> {
  const sentences = (await Promise.all(templates.map(templatesOf))).flat();
  await evaluate('zero-shot', names, flags, {
    ...(sentences.length > 0 && { templates: sentences }),
    ...(classNames !== undefined && { classNames: await readPositionedLines(classNames, BLANK_NAME) }),
  });
}

const verb = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .argument('[tasks...]', 'tasks of the suite (all of them by default), datasets by name, folders')
    .option('--model <name>', 'a model of data/models, or a folder (default: CLIPLAB_MODEL, or the embedded model)')
    .option('--seed <integer>', 'seed of the bootstrap intervals', integerFlag, 2021)
    .option('--csv <file>', 'write the measurements there')
    .option('--json', 'print the results as JSON');

/** `cliplab zeroshot`: what a model scores on the held-out tasks, or on a dataset, by words alone. */
export function registerZeroShot(program: Command): void {
  verb(program, 'zeroshot', 'classify the held-out tasks, a dataset, or a folder of class folders out of words alone')
    .addOption(templatesOption('a prompt, e.g. "a photo of a {c}.", or a file with one a line', "the dataset's own"))
    .option(
      '--class-names <file>',
      "names of the classes, one a line, in the order of the dataset's, which for class folders is that of their names (default: the dataset's own)",
    )
    .action(evaluateZeroShot);
}

/** `cliplab probe`: the same by a linear probe. */
export function registerProbe(program: Command): void {
  verb(program, 'probe', "fit the paper's linear probe on the held-out tasks").action(
    (names: string[], flags: EvaluateFlags) => evaluate('linear probe', names, flags),
  );
}
