import { readFile } from 'node:fs/promises';
import { parseJson } from '../io/parseJson.js';
import { requireText } from '../io/requireText.js';
import { StorageError, systemStorageError } from '../io/storageError.js';
import { UserError } from '../io/userError.js';
import { checkRecipe } from './changes/checkRecipe.js';
import type { Recipe } from './recipe.js';

/** A recipe as `readRecipe` and `cliplab train --recipe` read it. */
export const recipeText = (recipe: Recipe): string => JSON.stringify(recipe, null, 2) + '\n';

/**
 * A recipe from a JSON file: all fields of one, as `JSON.stringify` writes it.
 * @throws UserError naming the file and the first field that is missing, that no recipe has or whose value no run can
 *   have
 * @example
 * const recipe = await readRecipe('my-recipe.json');
 * const faster = changedRecipe(recipe, ['batch-64']);
 */
export async function readRecipe(path: string): Promise<Recipe> {
  requireText(path, 'the file of the recipe');
  let recipe: unknown;
  try {
    recipe = parseJson(await readFile(path), path);
    checkRecipe(recipe);
    return recipe;
  } catch (error) {
    const storage = systemStorageError(error);
    if (storage) throw storage;
    if (!(error instanceof UserError) || error instanceof StorageError || recipe === undefined) throw error;
    throw new UserError(`${path}: ${error.message}`);
  }
}
