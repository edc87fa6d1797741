import { expect, it } from 'vitest';
import { sharesSpace } from '../../lib/train/recipe.js';
import { objectiveOf } from '../../lib/train/recipes.js';

it('a model of a study was trained by its recipe’s objective, and any other is taken for a CLIP', () => {
  const objectives = ['mini-rn', 'lab-contrastive', 'lab-simclr', 'lab-supervised', 'lab-caption', 'ViT-B/32'].map(
    objectiveOf,
  );
  expect(objectives).toEqual(['contrastive', 'contrastive', 'simclr', 'supervised', 'caption', 'contrastive']);
  expect(objectives.map(sharesSpace)).toEqual([true, true, false, false, false, true]);
  expect(sharesSpace('contrastive+simclr')).toBe(true);
});
