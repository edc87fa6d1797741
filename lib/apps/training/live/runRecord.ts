import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../../io/parseJson.js';
import { cacheDirectory } from '../../../io/projectPaths.js';
import { sha256 } from '../../../io/sha256.js';
import { UserError } from '../../../io/userError.js';
import { writeFileAtomic } from '../../../io/writeFileAtomic.js';
import { changedRecipe, changesTitle } from '../../../train/changes/changedRecipe.js';
import { checkRecipe } from '../../../train/changes/checkRecipe.js';
import type { RecipeChange } from '../../../train/changes/recipeChange.js';
import type { Recipe } from '../../../train/recipe.js';
import { recipeText } from '../../../train/recipeFile.js';
import { isPairsName, type PairsName } from '../namedPairs.js';

/** What a run is, as its folder says it: written once, before it is trained. */
export interface LiveRunRecord {
  /** Names the folder, and is the same for the same recipe on the same pairs: nothing is trained twice. */
  readonly id: string;
  /** What it changes, in a few words; `unchanged` where nothing. */
  readonly change: string;
  readonly data: PairsName;
  /** Name of the recipe that is changed. */
  readonly base: string;
  /** The same for all runs that can be compared: of one recipe, on the same pairs, for as long. */
  readonly comparison: string;
  /** Pairs that each run of the comparison sees. */
  readonly pairs: number;
  /** Milliseconds since 1970, different for each run: the order in which they are trained. */
  readonly queued: number;
  readonly recipe: Recipe;
}

/** Raised when folders of runs come to hold something else. */
const VERSION = 1;
const RECORD_FILE = 'run.json';
/** The recipe alone, as `cliplab train --recipe` takes it. */
export const RECIPE_FILE = 'recipe.json';
const HASH_LETTERS = 8;

/** Where live runs are kept, a folder each. */
export const liveFolder = (): string => join(cacheDirectory(), 'live');

const hashOf = (value: unknown): string => sha256(JSON.stringify(value)).slice(0, HASH_LETTERS);

/** The record of a recipe with some changes. @throws UserError where the changes do not go together */
export function makeRecord(
  base: Recipe,
  changes: readonly RecipeChange[],
  { data, pairs, seed, queued }: { data: PairsName; pairs: number; seed: number; queued: number },
): LiveRunRecord {
  const recipe = changedRecipe(base, changes, { pairs, seed });
  return {
    id: `${recipe.name}-seed${seed}-${hashOf([recipe, data])}`,
    change: changesTitle(changes),
    ...{ data, base: base.name, comparison: hashOf([changedRecipe(base, [], { pairs, seed: 0 }), data]) },
    ...{ pairs, queued, recipe },
  };
}

export async function writeRecord(folder: string, record: LiveRunRecord): Promise<void> {
  await writeFileAtomic(join(folder, record.id, RECIPE_FILE), recipeText(record.recipe));
  // Last: a folder without it is no run.
  const text = JSON.stringify({ version: VERSION, ...record }, null, 1) + '\n';
  await writeFileAtomic(join(folder, record.id, RECORD_FILE), text);
}

/**
 * What a folder says its run is; undefined where it is no run's.
 * @throws UserError where it is of another version of cliplab, or damaged
 */
export async function readRecord(folder: string, id: string): Promise<LiveRunRecord | undefined> {
  const path = join(folder, id, RECORD_FILE);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const remedy = 'move its folder away, and the run can be trained again';
  let read: unknown;
  try {
    read = parseJson(bytes, path);
  } catch {
    throw new UserError(`${path} is damaged: ${remedy}.`);
  }
  const { version, ...record } = (read ?? {}) as Partial<LiveRunRecord> & { version?: unknown };
  if (version !== VERSION)
    throw new UserError(
      `${path} was written by another version of cliplab (${JSON.stringify(version)} for ${VERSION}): use that one, or ${remedy}.`,
    );
  const texts = [record.change, record.base, record.comparison];
  const whole =
    record.id === id &&
    texts.every((text) => typeof text === 'string') &&
    isPairsName(record.data) &&
    Number.isSafeInteger(record.pairs) &&
    Number.isFinite(record.queued);
  try {
    if (!whole) throw new UserError('');
    checkRecipe(record.recipe);
  } catch {
    throw new UserError(`${path} is damaged: ${remedy}.`);
  }
  return record as LiveRunRecord;
}
