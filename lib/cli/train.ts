import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { resolvePrecision } from '../engine/precision.js';
import { cacheDirectory, dataDirectory, isInstalledPackage } from '../io/projectPaths.js';
import { UserError } from '../io/userError.js';
import type { Recipe } from '../train/recipe.js';
import { readRecipe } from '../train/recipeFile.js';
import { findRecipe } from '../train/recipes.js';
import { overfitRecipe, smokeRecipe } from '../train/selfChecks.js';
import { CONFIG_FILE } from '../weights/modelFolder.js';
import { checkOutFolder } from './checkOut.js';
import { plainNumber } from '../io/plainNumber.js';
import { precisionFlag } from './precisionFlag.js';
import { overfitCheck, smokeCheck } from '../apps/training/selfCheck.js';
import { stopOnInterrupt } from './processEnd.js';
import { isPairsName, loadNamedPairs, PAIRS_NAMES, type PairsName } from '../apps/training/namedPairs.js';
import { saveTrained, trainRecipe } from '../apps/training/trainingJob.js';

interface TrainFlags {
  readonly recipe?: string;
  readonly data: string;
  readonly steps?: string;
  readonly smoke?: boolean;
  readonly overfit?: string;
  readonly folder?: string;
  readonly out?: string;
  readonly precision: string;
  readonly json?: boolean;
}

function wholeNumber(flag: string, text: string): number {
  const value = plainNumber(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`${flag} ${text} is not a positive whole number.`);
}

/** The recipe for so many steps, if they are given. */
function withSteps(recipe: Recipe, text: string | undefined): Recipe {
  if (text === undefined) return recipe;
  const steps = wholeNumber('--steps', text);
  return { ...recipe, steps, warmupSteps: Math.min(recipe.warmupSteps, Math.ceil(steps / 10)) };
}

function print(json: boolean | undefined, text: string, record: object): void {
  process.stdout.write(json ? JSON.stringify(record) + '\n' : text + '\n');
}

async function runCheck(found: Recipe, flags: TrainFlags): Promise<void> {
  const { smoke, overfit, steps, json, out, folder } = flags;
  if (smoke && overfit !== undefined) throw new UserError('--smoke and --overfit are two checks: give one of them.');
  if (out !== undefined) throw new UserError("--out saves a model, and a check's is of no use: leave it out.");
  const precision = resolvePrecision(precisionFlag(flags.precision));
  const count = overfit === undefined ? 0 : wholeNumber('--overfit', overfit);
  const recipe = withSteps(smoke ? smokeRecipe(found) : overfitRecipe(found, count), steps);
  stopOnInterrupt();
  const { text, last } = await (smoke
    ? smokeCheck(recipe, { precision, folder })
    : overfitCheck(recipe, count, { precision, folder }));
  print(json, text, last);
}

/** The recipe of that name, or that of the file; the first one where neither is given. */
async function chosenRecipe(name: string | undefined, file: string | undefined): Promise<Recipe> {
  if (file === undefined) return findRecipe(name ?? 'mini-rn');
  if (name === undefined) return readRecipe(file);
  throw new UserError(`${name} is one recipe and --recipe ${file} another: give one of them.`);
}

/** Which pairs are trained on. @throws UserError where there are none of that name */
function dataOf(name: string): PairsName {
  if (isPairsName(name)) return name;
  throw new UserError(`--data ${name} is none of ${PAIRS_NAMES.join(', ')}.`);
}

async function runTraining(given: string | undefined, flags: TrainFlags): Promise<void> {
  const found = await chosenRecipe(given, flags.recipe);
  const data = dataOf(flags.data);
  if (flags.smoke || flags.overfit !== undefined) return runCheck(found, flags);
  const recipe = withSteps(found, flags.steps);
  const precision = resolvePrecision(precisionFlag(flags.precision));
  const { name } = recipe;
  const folder = flags.folder ?? join(cacheDirectory(), 'runs', name);
  // What npm installs, npm removes: a model that took hours lies where the user is; so does one of their own recipe.
  const isOurs = flags.recipe === undefined && !isInstalledPackage();
  const out = flags.out ?? (isOurs ? join(dataDirectory(), 'models', name) : resolve(name));

  await checkOutFolder(out, CONFIG_FILE);
  stopOnInterrupt();
  const trained = await trainRecipe(recipe, await loadNamedPairs(data), folder, precision);
  await saveTrained(out, trained);
  trained.model.dispose();
  const last = trained.metrics.at(-1)!;
  const text =
    `${name}: ${last.pairsSeen} pairs in ${(last.trainedSeconds / 60).toFixed(1)} minutes, loss ${last.loss.toFixed(3)}, ` +
    `${(100 * (last.validationTop1 ?? 0)).toFixed(1)} % top-1 over the validation designers' names; saved in ${out}`;
  print(flags.json, text, { model: out, ...last });
}

/** `cliplab train`: pre-trains a model from its recipe; stopped or killed, the same command goes on. */
export function registerTrain(program: Command): void {
  program
    .command('train')
    .description('pre-train a model on IconWIT from its recipe; the same command resumes a run that was stopped')
    .argument('[recipe]', 'which (default: mini-rn)')
    .option('--recipe <file>', 'a recipe of your own: JSON with all fields of one')
    .option('--data <name>', 'iconwit, or suite: the few training images that every clone has', 'iconwit')
    .option('--steps <count>', "train for this many steps in place of the recipe's")
    .option('--smoke', 'a check of three minutes: whether it learns, on images that every clone has')
    .option('--overfit <count>', 'a check: whether it learns so many pairs by heart, e.g. 128')
    .option('--folder <path>', 'where checkpoints and the log are kept (default: the cache)')
    .option(
      '--out <path>',
      'where the finished model is saved (default: data/models/<recipe> in a checkout, else here; of --recipe, here)',
    )
    .option('--precision <name>', 'auto, fp32 or bf16', 'auto')
    .option('--json', 'print the result as one line of JSON')
    .action(runTraining);
}
