import { UserError } from '../io/userError.js';
import { MINI_RN } from './miniRn.js';
import { MINI_RN_2 } from './miniRn2.js';
import { MINI_VIT } from './miniVit.js';
import { LAB_LIVE } from './changes/labLive.js';
import type { Recipe } from './recipe.js';
import { studyRuns } from './studies/studies.js';

const STUDIED = studyRuns().map(({ recipe }) => recipe);
const RECIPES: readonly Recipe[] = [MINI_RN, MINI_RN_2, MINI_VIT, ...STUDIED, LAB_LIVE];

/**
 * The recipe of that name.
 * @throws UserError listing the names there are
 * @example
 * const { batchSize, steps } = findRecipe('mini-rn');
 * show(`${batchSize * steps} pairs seen`);
 */
export function findRecipe(name: string): Recipe {
  const recipe = RECIPES.find((one) => one.name === name);
  if (recipe) return recipe;
  throw new UserError(`there is no recipe ${name}: give one of ${RECIPES.map((one) => one.name).join(', ')}.`);
}
