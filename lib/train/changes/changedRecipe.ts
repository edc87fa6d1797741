import { requireWhole } from '../../io/requireWhole.js';
import { told } from '../../io/told.js';
import { UserError } from '../../io/userError.js';
import type { Recipe } from '../recipe.js';
import { checkRecipe } from './checkRecipe.js';
import type { RecipeChange } from './recipeChange.js';
import { findChange } from './recipeChanges.js';

/** How long a changed recipe trains, and from which seed. */
export interface ChangedRecipeOptions {
  /** Pairs seen in all, whatever the batch: as many steps as they fill. Default: as many as the recipe has. */
  readonly pairs?: number;
  /** Default: the recipe's. */
  readonly seed?: number;
}

/** Fields that follow from the number of steps, or tell runs of one recipe apart. */
const NO_CHANGES = ['name', 'seed', 'steps', 'warmupSteps', 'checkpointEvery', 'checkpointsKept', 'evaluateEvery'];
/** So many times a run's accuracy is measured, and so many times it is kept. */
const EVALUATIONS = 16;
const CHECKPOINTS = 8;
const WARMUP = 0.1;

/** A change by its name, or one of one's own. @throws UserError where it is none */
export function changeOf(given: string | RecipeChange): RecipeChange {
  if (typeof given === 'string') return findChange(given);
  const { name, title, group, fields } = (given as Partial<RecipeChange> | null) ?? {};
  if (typeof name !== 'string' || !/^[a-z\d][a-z\d.-]{0,60}$/.test(name))
    throw new UserError(`the name of a change is ${told(name)}, expected small letters, digits and dashes: "wider".`);
  for (const [what, text] of Object.entries({ title, group }))
    if (typeof text !== 'string' || text.trim() === '' || text.length > 60)
      throw new UserError(`the ${what} of the change ${name} is ${told(text)}, expected a few words.`);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields) || Object.keys(fields).length === 0)
    throw new UserError(
      `the fields of the change ${name} are ${told(fields)}, expected some of a recipe's: { batchSize: 64 }.`,
    );
  const own = Object.keys(fields).find((field) => NO_CHANGES.includes(field));
  if (own !== undefined)
    throw new UserError(`the change ${name} sets ${own}, which all compared runs share: leave it out.`);
  return given;
}

/** What a change sets, `model.vision` and the like one by one. */
const settings = ({ fields: { model = {}, ...rest } }: RecipeChange): string[] => [
  ...Object.keys(rest),
  ...Object.keys(model).map((part) => `model.${part}`),
];

/**
 * A recipe with one or several changes, all else equal: it sees as many pairs, with the learning rate rising and
 * falling over them in the same way. Its name says what is changed.
 * @param changes names of `RECIPE_CHANGES`, or changes of one's own
 * @throws UserError for a change that is none, for two that set the same field, and for a recipe that cannot be trained
 * @example
 * const recipe = changedRecipe(findRecipe('lab-live'), ['vit', 'batch-64'], { pairs: 200_000, seed: 2 });
 * show(`${recipe.name}: ${recipe.steps} steps of ${recipe.batchSize}`); // lab-live-vit-batch-64: 3125 steps of 64
 */
export function changedRecipe(
  recipe: Recipe,
  changes: readonly (string | RecipeChange)[],
  options: ChangedRecipeOptions = {},
): Recipe {
  checkRecipe(recipe);
  const { pairs = recipe.batchSize * recipe.steps, seed = recipe.seed } = options;
  requireWhole(pairs, 'the number of pairs', 1);
  requireWhole(seed, 'the seed', 0);
  if (!Array.isArray(changes)) throw new UserError(`the changes are ${told(changes)}, expected a list: ["vit"].`);
  const own = changes.map(changeOf);
  const setBy = new Map<string, string>();
  for (const change of own)
    for (const field of settings(change)) {
      const other = setBy.get(field);
      if (other !== undefined)
        throw new UserError(
          `${change.name} and ${other} both set ${field}: take one of them, or train them one by one.`,
        );
      setBy.set(field, change.name);
    }
  const changed = own.reduce<Recipe>(
    (sum, { fields: { model, ...rest } }) => ({ ...sum, ...rest, model: { ...sum.model, ...model } }),
    recipe,
  );
  const steps = Math.max(1, Math.round(pairs / changed.batchSize));
  const made: Recipe = {
    ...changed,
    name: [recipe.name, ...own.map(({ name }) => name)].join('-'),
    seed,
    steps,
    warmupSteps: Math.ceil(WARMUP * steps),
    evaluateEvery: Math.ceil(steps / EVALUATIONS),
    checkpointEvery: Math.ceil(steps / CHECKPOINTS),
    checkpointsKept: 1,
  };
  checkRecipe(made);
  return made;
}

/** What runs of some changes are called: their titles, or that nothing is changed. */
export const changesTitle = (changes: readonly RecipeChange[]): string =>
  changes.map(({ title }) => title).join(' + ') || 'unchanged';
