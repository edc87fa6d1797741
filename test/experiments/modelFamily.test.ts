import { expect, it } from 'vitest';
import { modelFamily } from '../../lib/experiments/modelFamily.js';
import { findRecipe } from '../../lib/train/recipes.js';

const own = (name: string): string => modelFamily(name, findRecipe(name).model);

it('sizes of one kind are a family, and what was trained in its own way is one by itself', () => {
  expect(['zoo-rn-8', 'lab-contrastive', 'zoo-rn-48'].map(own)).toEqual(['ResNet', 'ResNet', 'ResNet']);
  expect(['zoo-vit-64', 'zoo-vit-128'].map(own)).toEqual(['ViT', 'ViT']);
  expect(['mini-rn', 'mini-vit'].map(own)).toEqual(['mini-rn', 'mini-vit']);
});

it('models from elsewhere are of their kind', () => {
  expect(modelFamily('ViT-B/32', findRecipe('mini-vit').model)).toBe('ViT');
  expect(modelFamily('/somewhere/else', findRecipe('mini-rn').model)).toBe('ResNet');
});
