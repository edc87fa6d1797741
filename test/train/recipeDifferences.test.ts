import { describe, expect, it } from 'vitest';
import { recipeDifferences } from '../../lib/train/recipeDifferences.js';
import { findRecipe } from '../../lib/train/recipes.js';

const recipe = findRecipe('lab-contrastive');

describe('recipeDifferences', () => {
  it('says each field that differs, of the model its parts, and nothing of the name', () => {
    expect(recipeDifferences({ ...recipe, name: 'other' }, recipe)).toEqual([]);
    expect(recipeDifferences({ ...recipe, steps: 5, model: { ...recipe.model, embedDim: 7 } }, recipe)).toEqual([
      'steps: 5',
      'embedDim: 7',
    ]);
  });

  it('says a field that only one of them has', () => {
    const caption = { ...recipe, objective: 'caption' };
    expect(recipeDifferences(caption, recipe)).toEqual(['objective: "caption"']);
    expect(recipeDifferences(recipe, caption)).toEqual(['objective: undefined']);
  });
});
