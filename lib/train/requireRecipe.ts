import { requireNumber } from '../io/requireNumber.js';
import { requireWhole } from '../io/requireWhole.js';
import { UserError } from '../io/userError.js';
import type { Recipe } from './recipe.js';

/** Fields that count something, with the least that makes sense. */
const COUNTS = {
  seed: 0,
  merges: 0,
  batchSize: 1,
  steps: 1,
  warmupSteps: 0,
  checkpointEvery: 1,
  checkpointsKept: 1,
  evaluateEvery: 1,
} as const;
/** The same of fields that may be left out. */
const OPTIONAL_COUNTS = { chunkSize: 1, watchedNames: 1 } as const;

/**
 * Refuses a recipe with a number that no run can have, which would never end or train on nothing.
 * @throws UserError naming the field
 */
export function requireRecipe(recipe: Recipe): void {
  const named = (field: string): string => `the recipe's ${field}`;
  for (const [field, least] of Object.entries(COUNTS))
    requireWhole(recipe[field as keyof typeof COUNTS], named(field), least);
  for (const [field, least] of Object.entries(OPTIONAL_COUNTS)) {
    const value = recipe[field as keyof typeof OPTIONAL_COUNTS];
    if (value !== undefined) requireWhole(value, named(field), least);
  }
  for (const field of ['learningRate', 'epsilon', 'clipNorm', 'fixedTemperature'] as const) {
    const value = recipe[field];
    if (field === 'fixedTemperature' && value === undefined) continue;
    requireNumber(value, named(field), 0);
    if (value === 0) throw new UserError(`${named(field)} is 0, expected a number above 0.`);
  }
  if (recipe.pairsShare !== undefined) {
    requireNumber(recipe.pairsShare, named('pairsShare'), 0, 1);
    if (recipe.pairsShare === 0) throw new UserError(`${named('pairsShare')} is 0, expected a number above 0 up to 1.`);
  }
  requireNumber(recipe.weightDecay, named('weightDecay'), 0);
  for (const field of ['beta1', 'beta2', 'mainCaption', 'averageDecay'] as const)
    if (field !== 'averageDecay' || recipe[field] !== undefined) requireNumber(recipe[field], named(field), 0, 1);
  const { smallestCrop, colorJitter = 0, mirrored = 0 } = recipe.augmentation;
  requireNumber(smallestCrop, named('augmentation.smallestCrop'), 0, 1);
  requireNumber(colorJitter, named('augmentation.colorJitter'), 0, 1);
  requireNumber(mirrored, named('augmentation.mirrored'), 0, 1);
  for (const [set, times] of Object.entries(recipe.repeats ?? {})) requireWhole(times, named(`repeats of ${set}`), 0);
}
