import { join } from 'node:path';
import type { Command } from 'commander';
import { loadDataset } from '../datasets/loadDataset.js';
import { taskNames } from '../datasets/suite/taskNames.js';
import { resolvePrecision } from '../engine/precision.js';
import { createRandom } from '../engine/random.js';
import { evaluateTask } from '../eval/evaluateTask.js';
import { cacheDirectory, dataDirectory } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import { nameAccuracy } from '../train/nameAccuracy.js';
import { findObjective } from '../train/objectives/findObjective.js';
import { objectiveName } from '../train/recipe.js';
import { readRunResults, writeRunLog, writeRunResults, type RunResult } from '../train/runRecords.js';
import { findStudy, STUDIES, studyRuns } from '../train/studies/studies.js';
import type { StudyRun } from '../train/studies/study.js';
import { plainNumber } from '../io/plainNumber.js';
import { precisionFlag } from './precisionFlag.js';
import { stopOnInterrupt } from './processEnd.js';
import {
  loadTrainingData,
  saveTrained,
  trainRecipe,
  type Trained,
  type TrainingData,
} from '../apps/training/trainingJob.js';

interface StudyFlags {
  readonly run?: string;
  readonly seeds: string;
  readonly precision: string;
  readonly json?: boolean;
}

function seedsOf(text: string): number[] {
  const seeds = text.split(',').map((seed) => plainNumber(seed.trim()));
  const bad = seeds.some((seed) => !Number.isSafeInteger(seed) || seed < 1);
  if (bad) throw new UserError(`--seeds ${text} is not a list of positive whole numbers, such as 1,2,3.`);
  return seeds;
}

function runsOf(name: string | undefined, run: string | undefined): readonly StudyRun[] {
  const runs = name === undefined ? studyRuns() : findStudy(name).runs;
  const chosen = run === undefined ? runs : runs.filter(({ recipe }) => recipe.name === run);
  if (chosen.length > 0) return chosen;
  throw new UserError(
    `there is no run ${run} in ${name ?? 'the studies'}: give one of ${runs.map(({ recipe }) => recipe.name).join(', ')}.`,
  );
}

/** A contrastive model's names of the validation designers, and its zero-shot score on each task of the suite. */
async function measure({ model, tokenizer }: Trained, { validation }: TrainingData): Promise<Record<string, number>> {
  const { top1, top5 } = nameAccuracy(model, tokenizer, validation);
  const measured: Record<string, number> = { 'names top-1': top1, 'names top-5': top5 };
  for (const name of await taskNames()) {
    const dataset = await loadDataset(name, { splits: ['test'] });
    const random = createRandom(2021).fork(name);
    const { rows } = await evaluateTask({ model, tokenizer }, dataset, { random, methods: ['zero-shot'] });
    measured[`zero-shot ${name}`] = rows[0]!.value;
  }
  return measured;
}

async function runOne({ recipe, kept }: StudyRun, data: TrainingData, precision: 'fp32' | 'bf16'): Promise<void> {
  const { name, seed } = recipe;
  const folder = join(cacheDirectory(), 'runs', `${name}-seed${seed}`);
  const trained = await trainRecipe(recipe, data, folder, precision);
  const { metrics, model } = trained;
  const measured = {
    'trained seconds': metrics.at(-1)!.trainedSeconds,
    ...(findObjective(objectiveName(recipe)).zeroShot === 'shared space' ? await measure(trained, data) : {}),
  };
  if (kept && seed === 1) await saveTrained(join(dataDirectory(), 'models', name), trained);
  await writeRunLog(name, seed, metrics);
  // Last: a run with results is finished.
  await writeRunResults(
    Object.entries(measured).map(([what, value]): RunResult => ({ run: name, seed, measure: what, value })),
  );
  model.dispose();
}

async function runStudy(name: string | undefined, { run, seeds, precision, json }: StudyFlags): Promise<void> {
  const runs = runsOf(name, run);
  const computed = resolvePrecision(precisionFlag(precision));
  const jobs = seedsOf(seeds).flatMap((seed) =>
    runs.map(({ recipe, kept }) => ({ recipe: { ...recipe, seed }, kept })),
  );
  const finished = new Set((await readRunResults()).map((result) => `${result.run} ${result.seed}`));
  const open = jobs.filter(({ recipe }) => !finished.has(`${recipe.name} ${recipe.seed}`));
  const say = (line: string): void => void (json || process.stdout.write(line + '\n'));
  say(`runs: ${jobs.length}, finished before: ${jobs.length - open.length}`);
  if (open.length > 0) {
    stopOnInterrupt();
    const data = await loadTrainingData();
    for (const job of open) {
      await runOne(job, data, computed);
      say(`${job.recipe.name}, seed ${job.recipe.seed}: finished`);
    }
  }
  if (!json) return;
  const asked = new Set(jobs.map(({ recipe }) => `${recipe.name} ${recipe.seed}`));
  const results = (await readRunResults()).filter((result) => asked.has(`${result.run} ${result.seed}`));
  process.stdout.write(JSON.stringify({ results }, null, 1) + '\n');
}

/** `cliplab study`: trains and measures the runs that notebooks compare; finished ones are not trained again. */
export function registerStudy(program: Command): void {
  program
    .command('study')
    .description(`train and measure the runs of a study on IconWIT: ${STUDIES.map((one) => one.name).join(', ')}`)
    .argument('[study]', 'which; by default all')
    .option('--run <name>', 'only this run, e.g. lab-caption')
    .option('--seeds <list>', 'seeds, separated by commas', '1')
    .option('--precision <name>', 'auto, fp32 or bf16', 'auto')
    .option('--json', 'print what was measured as JSON')
    .action(runStudy);
}
