import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import { requireConfig } from '../../models/requireConfig.js';
import { MINI_RN } from '../miniRn.js';
import { findObjective } from '../objectives/findObjective.js';
import { modelConfig, objectiveName, type Recipe } from '../recipe.js';
import { requireRecipe } from '../requireRecipe.js';

/** Fields that a recipe may have beside those that every one has. */
const OPTIONAL = [
  'repeats',
  'pairsShare',
  'objective',
  'chunkSize',
  'averageDecay',
  'fixedTemperature',
  'watchedNames',
];
const NEEDED = Object.keys(MINI_RN).filter((field) => !OPTIONAL.includes(field));
/** Colors are normalized by these, one value a color. */
const COLORS = ['mean', 'std'] as const;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Refuses what is no whole recipe, as one may come from a file or from a cell without types.
 * @throws UserError naming the first field that is missing, that no recipe has, or whose value no run can have
 */
export function checkRecipe(recipe: unknown): asserts recipe is Recipe {
  if (!isObject(recipe)) throw new UserError(`the recipe is ${told(recipe)}, expected an object of its fields.`);
  const missing = NEEDED.find((field) => recipe[field] === undefined);
  if (missing !== undefined) throw new UserError(`the recipe lacks ${missing}: write all fields of a recipe.`);
  const unknown = Object.keys(recipe).find((field) => ![...NEEDED, ...OPTIONAL].includes(field));
  if (unknown !== undefined)
    throw new UserError(`the recipe has ${unknown}, which no recipe has: leave it out, or look how it is written.`);
  const { name, model, augmentation, repeats = {}, objective = '' } = recipe;
  if (typeof name !== 'string' || !/^[\w][\w.-]{0,200}$/.test(name))
    throw new UserError(`the recipe's name is ${told(name)}, expected letters, digits, dots and dashes.`);
  for (const [field, value] of Object.entries({ model, augmentation, repeats }))
    if (!isObject(value)) throw new UserError(`the recipe's ${field} is ${told(value)}, expected an object.`);
  if (typeof objective !== 'string')
    throw new UserError(`the recipe's objective is ${told(objective)}, expected the name of one.`);
  const whole = recipe as unknown as Recipe;
  requireRecipe(whole);
  findObjective(objectiveName(whole));
  for (const field of COLORS) {
    const values: unknown = whole.model[field];
    if (!Array.isArray(values) || values.length !== 3 || !values.every((value) => Number.isFinite(value)))
      throw new UserError(`the recipe's model.${field} is ${told(values)}, expected three numbers, one a color.`);
  }
  if (!isObject(whole.model.text))
    throw new UserError(`the recipe's model.text is ${told(whole.model.text)}, expected an object.`);
  requireConfig(modelConfig(whole, Math.max(1, whole.merges + 514)));
}
