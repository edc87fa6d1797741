import type { Command } from 'commander';
import type { ColumnTable } from 'arquero';
import { EXPERIMENTS, findExperiment } from '../experiments/experiments.js';
import type { ExperimentOption, ExperimentOptions } from '../experiments/experiment.js';
import { openJournal, type Journal } from '../experiments/journal.js';
import { startProgress, type Progress } from '../io/progress.js';
import { UserError } from '../io/userError.js';
import { tableText } from '../kernel/tableHtml.js';
import { openMeasurementsFile } from './measurementsFile.js';
import { plainNumber } from '../io/plainNumber.js';
import { stopOnInterrupt } from './processEnd.js';

interface RunFlags {
  readonly model?: string;
  readonly data?: string;
  readonly shots?: string;
  readonly seeds?: string;
  readonly csv?: string;
  readonly json?: boolean;
}

const FLAGS: Readonly<Record<ExperimentOption, keyof RunFlags>> = {
  models: 'model',
  tasks: 'data',
  shots: 'shots',
  seeds: 'seeds',
};

/** "a, b" as its words. @throws UserError where one is empty */
function words(flag: string, text: string): string[] {
  // What is named twice would be measured twice, and counted as two.
  const list = [...new Set(text.split(',').map((word) => word.trim()))];
  if (list.some((word) => word === ''))
    throw new UserError(`--${flag} ${text} has an empty name: separate names by single commas.`);
  return list;
}

function wholeNumbers(flag: string, text: string): number[] {
  const numbers = words(flag, text).map(plainNumber);
  if (numbers.some((number) => !Number.isSafeInteger(number) || number < 1))
    throw new UserError(`--${flag} ${text} is not a list of positive whole numbers, such as 1,2,4.`);
  return numbers;
}

/** The same journal; each part that is there, from an earlier run or this one, moves the progress on. */
const counted = (journal: Journal, progress: Progress): Journal => ({
  ...journal,
  async rowsOf(part, compute) {
    const rows = await journal.rowsOf(part, compute);
    progress.advance();
    return rows;
  },
});

async function run(name: string, flags: RunFlags): Promise<void> {
  const experiment = findExperiment(name);
  for (const [option, flag] of Object.entries(FLAGS) as [ExperimentOption, keyof RunFlags][])
    if (flags[flag] !== undefined && !experiment.heeds.includes(option))
      throw new UserError(`the experiment ${name} has no --${flag}: leave it out.`);
  const asked: ExperimentOptions = {
    ...(flags.model !== undefined && { models: words('model', flags.model) }),
    ...(flags.data !== undefined && { tasks: words('data', flags.data) }),
    ...(flags.shots !== undefined && { shots: wholeNumbers('shots', flags.shots) }),
    ...(flags.seeds !== undefined && { seeds: wholeNumbers('seeds', flags.seeds) }),
  };
  const file = await openMeasurementsFile(flags.csv);
  stopOnInterrupt();
  const progress = startProgress(name, 'parts');
  const journal = await openJournal(name, asked);
  const table: ColumnTable = await experiment.run({ ...asked, journal: counted(journal, progress) });
  progress.finish();
  await file?.write(table);
  if (flags.json) process.stdout.write(JSON.stringify({ experiment: name, rows: table.objects() }, null, 1) + '\n');
  else process.stdout.write((file?.summary(table) ?? tableText(table)) + '\n');
  await journal.finish();
}

/** What there is to run, each with the flags that it heeds, laid out as commander lays out its own lists. */
function listExperiments(command: Command): string {
  const help = command.createHelp();
  help.helpWidth = process.stdout.columns || 80;
  const width = Math.max(...EXPERIMENTS.map(({ name }) => name.length));
  const items = EXPERIMENTS.map(({ name, summary, heeds }) => {
    const flags = heeds.map((option) => `--${FLAGS[option]}`).join(', ');
    return help.formatItem(name, width, flags === '' ? summary : `${summary} (${flags})`, help);
  });
  return ['Experiments:', ...items, ''].join('\n');
}

/** `cliplab run`: one of the paper's experiments, as its notebook runs it. */
export function registerRun(program: Command): void {
  program
    .command('run')
    .description('run an experiment of the paper, as its notebook does')
    .argument('<experiment>', 'one of those below')
    .option('--model <names>', 'models by name, folder or file, separated by commas')
    .option('--data <names>', 'tasks of the suite and datasets by name or folder, separated by commas')
    .option('--shots <list>', 'labeled images a class, separated by commas')
    .option('--seeds <list>', 'seeds of the draws, separated by commas')
    .option('--csv <file>', 'write the measurements there')
    .option('--json', 'print the measurements as JSON')
    .addHelpText('after', ({ command }) => `\n${listExperiments(command)}`)
    .action(run);
}
