import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocked } from '../../../io/isLocked.js';
import { requireNumber } from '../../../io/requireNumber.js';
import { requireWhole } from '../../../io/requireWhole.js';
import { storageError } from '../../../io/storageError.js';
import { told } from '../../../io/told.js';
import { UserError } from '../../../io/userError.js';
import { withFileLock } from '../../../io/withFileLock.js';
import { writeFileAtomic } from '../../../io/writeFileAtomic.js';
import { changeOf } from '../../../train/changes/changedRecipe.js';
import { LAB_LIVE } from '../../../train/changes/labLive.js';
import type { RecipeChange } from '../../../train/changes/recipeChange.js';
import { findRecipe } from '../../../train/recipes.js';
import { isIconWitBuilt, isPairsName, type PairsName } from '../namedPairs.js';
import { listLiveRuns, RUN_PARTS, type LiveRun } from './liveRun.js';
import { pairsPerSecond } from './pairsPerSecond.js';
import { liveFolder, makeRecord, writeRecord } from './runRecord.js';
import { QUEUE_LOCK, startTrainer, TRAINER_LOCK } from './trainer.js';

/** What `startLiveRuns` trains. */
export interface LiveRunOptions {
  /** Names of `RECIPE_CHANGES`, or changes of one's own; a run each, beside the unchanged one. */
  readonly changes: readonly (string | RecipeChange)[];
  /** All changes in one run, in place of one each. */
  readonly together?: boolean;
  /** Default: [1]. Intervals need two. */
  readonly seeds?: readonly number[];
  /**
   * How long the unchanged run trains on this machine; the others see as many pairs, however long that takes. Default
   * 2.
   */
  readonly minutes?: number;
  /** Pairs that each run sees, in place of `minutes`. */
  readonly pairs?: number;
  /** Default: IconWIT where it is built in the cache, else the few of the suite's training images. */
  readonly data?: PairsName;
  /** Name of the recipe that is changed. Default `lab-live`. */
  readonly recipe?: string;
  /** Where runs are kept, a folder each. Default: `live` in the cache. */
  readonly folder?: string;
}

const OPTIONS = ['changes', 'together', 'seeds', 'minutes', 'pairs', 'data', 'recipe', 'folder'];
/** Pairs are a multiple of this, so that all batches of `RECIPE_CHANGES` see exactly as many. */
const ROUND_PAIRS = 1024;
const LONGEST_MINUTES = 24 * 60;
const MOST_SEEDS = 100;

function seedsOf(seeds: unknown): readonly number[] {
  if (!Array.isArray(seeds) || seeds.length === 0 || seeds.length > MOST_SEEDS)
    throw new UserError(`the seeds are ${told(seeds)}, expected a list of whole numbers: [1, 2, 3].`);
  for (const seed of seeds) requireWhole(seed, 'a seed', 0);
  return [...new Set(seeds as number[])];
}

const markers = (folder: string, id: string): string[] =>
  [RUN_PARTS.stopped, RUN_PARTS.fault].map((part) => join(folder, id, part));

async function letGoOn(folder: string, id: string): Promise<void> {
  for (const marker of markers(folder, id)) await rm(marker, { force: true });
}

/**
 * Trains a recipe with some changes in a process of its own, one run after the other, each beside the unchanged run of
 * the same seed: on the same pairs in the same order, and as many of them. What was trained before is not trained
 * again. The runs go on when the notebook, the browser and the kernel are closed; `liveRuns` finds them.
 * @returns the ids of all runs that were asked for, also of those that were there
 * @throws UserError for a change, a recipe or an option that is none, for changes that do not go together, and where
 *   nothing can be written
 * @example
 * const runs = await startLiveRuns({ changes: ['vit', 'batch-64'], seeds: [1, 2], minutes: 2 });
 * show(`${runs.length} runs`); // 6: two seeds of the unchanged recipe and of both changes
 */
export async function startLiveRuns(options: LiveRunOptions): Promise<string[]> {
  if (typeof options !== 'object' || (options as unknown) === null)
    throw new UserError(`the options of startLiveRuns are ${told(options)}, expected { changes: ["vit"] }.`);
  const unknown = Object.keys(options).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined)
    throw new UserError(`startLiveRuns has no option ${unknown}: give some of ${OPTIONS.join(', ')}.`);
  const { changes, together = false, seeds: given = [1], minutes = 2, recipe: name = LAB_LIVE.name } = options;
  const { folder = liveFolder(), data = isIconWitBuilt() ? 'iconwit' : 'suite' } = options;
  if (!Array.isArray(changes))
    throw new UserError(`the changes are ${told(changes)}, expected a list of names: ["vit"].`);
  if (!isPairsName(data)) throw new UserError(`the data are ${told(data)}, expected "suite" or "iconwit".`);
  if (data === 'iconwit' && !isIconWitBuilt())
    throw new UserError('IconWIT is not built: run "cliplab data build iconwit", or take the data "suite".');
  const seeds = seedsOf(given);
  const base = findRecipe(name);
  const own = changes.map(changeOf);
  const variants = [[], ...(together ? [own] : own.map((change) => [change]))];
  const at = (pairs: number) => {
    const queued = Date.now();
    return seeds
      .flatMap((seed) => variants.map((variant) => ({ seed, variant })))
      .map(({ seed, variant }, k) => makeRecord(base, variant, { data, pairs, seed, queued: queued + k }));
  };
  requireNumber(minutes, 'the minutes of a run', 0, LONGEST_MINUTES);
  if (options.pairs !== undefined) requireWhole(options.pairs, 'the number of pairs', 1);
  at(base.batchSize); // refuses what does not go together before anything is measured
  const pairs = options.pairs ?? roundedPairs(60 * minutes * (await pairsPerSecond(folder, base, data)));
  const records = [...new Map(at(pairs).map((record) => [record.id, record])).values()];
  await withFileLock(join(folder, QUEUE_LOCK), async () => {
    const there = new Map((await listLiveRuns(folder)).runs.map((run) => [run.id, run]));
    for (const record of records) {
      if (there.has(record.id)) await letGoOn(folder, record.id);
      else await writeRecord(folder, record);
    }
  });
  await trainWaiting(folder);
  return records.map(({ id }) => id);
}

const roundedPairs = (pairs: number): number => Math.max(1, Math.round(pairs / ROUND_PAIRS)) * ROUND_PAIRS;

/** Starts a trainer where runs wait and there is none. */
async function trainWaiting(folder: string): Promise<void> {
  await withFileLock(join(folder, QUEUE_LOCK), async () => {
    const { runs } = await listLiveRuns(folder);
    if (runs.some(({ state }) => state === 'waits') && !(await isTrainerThere(folder))) await startTrainer(folder);
  });
}

/** Whether a trainer is at work in that folder; runs that wait are trained only then. */
export const isTrainerThere = (folder: string): Promise<boolean> => isLocked(join(folder, TRAINER_LOCK));

/** The runs of those ids, or all. @throws UserError for an id that no run has */
async function chosen(folder: string, ids: readonly string[] | undefined): Promise<LiveRun[]> {
  if (ids !== undefined && !Array.isArray(ids))
    throw new UserError(`the runs are ${told(ids)}, expected a list of ids, as liveRuns has them.`);
  const { runs } = await listLiveRuns(folder);
  const missing = (ids as readonly unknown[] | undefined)?.find((id) => !runs.some((run) => run.id === id));
  if (missing !== undefined)
    throw new UserError(`there is no live run ${told(missing)} in ${folder}: liveRuns lists those that are there.`);
  return runs.filter(({ id }) => ids?.includes(id) ?? true);
}

/**
 * Stops live runs, those that wait too; `continueLiveRuns` lets them go on where they were.
 * @param ids default: all @param folder where live runs are kept; by default in the cache
 * @throws UserError for an id that no run has
 * @example
 * await stopLiveRuns();
 */
export async function stopLiveRuns(ids?: readonly string[], folder = liveFolder()): Promise<void> {
  for (const { id, state } of await chosen(folder, ids))
    if (state === 'waits' || state === 'trains') await writeFileAtomic(join(folder, id, RUN_PARTS.stopped), '');
}

/**
 * Lets live runs go on that were stopped, failed or lost their trainer; each from its last checkpoint, to the same next
 * loss.
 * @param ids default: all @param folder where live runs are kept; by default in the cache
 * @throws UserError for an id that no run has
 * @example
 * await continueLiveRuns();
 */
export async function continueLiveRuns(ids?: readonly string[], folder = liveFolder()): Promise<void> {
  const runs = await chosen(folder, ids);
  if (runs.length === 0) return;
  for (const { id, state } of runs) if (state !== 'finished') await letGoOn(folder, id);
  await trainWaiting(folder);
}

/**
 * Removes live runs with their logs and models. Models that were kept stay.
 * @param ids default: all that were not kept and do not train @param folder where live runs are kept; by default in the
 *   cache
 * @throws UserError for an id that no run has, and for a run that is just being trained
 * @example
 * await removeLiveRuns();
 */
export async function removeLiveRuns(ids?: readonly string[], folder = liveFolder()): Promise<void> {
  for (const { id, state, keptAs } of await chosen(folder, ids)) {
    if (state === 'trains' && ids !== undefined)
      throw new UserError(`the run ${id} is just being trained: stop it before it is removed.`);
    if (state === 'trains' || (ids === undefined && keptAs !== null)) continue;
    const removing = join(folder, `.removing-${randomUUID()}`);
    try {
      // Whole or not at all: what is cut short is no run.
      await rename(join(folder, id), removing);
      await rm(removing, { recursive: true, force: true });
    } catch (error) {
      throw storageError(error, join(folder, id));
    }
  }
}
