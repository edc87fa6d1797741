import { UserError } from '../io/userError.js';
import { MINI_RN } from './miniRn.js';
import type { Recipe } from './recipe.js';

const RECIPES: readonly Recipe[] = [MINI_RN];

/** The recipe of that name. @throws UserError listing the names there are */
export function findRecipe(name: string): Recipe {
  const recipe = RECIPES.find((one) => one.name === name);
  if (recipe) return recipe;
  throw new UserError(`there is no recipe ${name}: give one of ${RECIPES.map((one) => one.name).join(', ')}.`);
}
