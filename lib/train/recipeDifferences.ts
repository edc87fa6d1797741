import type { Recipe } from './recipe.js';

const fieldsOf = ({ model, name: _, ...rest }: Recipe): Record<string, unknown> => ({ ...rest, ...model });

/**
 * The fields in which a recipe differs from another, with what it has there, e.g. `batchSize: 128`; of the model its
 * parts. A field that only the other one has is `undefined`.
 */
export function recipeDifferences(recipe: Recipe, other: Recipe): string[] {
  const [own, others] = [fieldsOf(recipe), fieldsOf(other)];
  return [...new Set([...Object.keys(others), ...Object.keys(own)])].flatMap((field) => {
    const [here, there] = [JSON.stringify(own[field]), JSON.stringify(others[field])];
    return here === there ? [] : [`${field}: ${here}`];
  });
}
