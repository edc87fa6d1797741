import { UserError } from '../../io/userError.js';
import { ABLATIONS } from '../studies/ablations.js';
import type { Recipe } from '../recipe.js';
import type { RecipeChange } from './recipeChange.js';

/** The model of a run of the study `ablations`: towers of the sizes that were compared there. */
const modelOf = (run: string): Recipe['model'] =>
  ABLATIONS.runs.find(({ recipe }) => recipe.name === run)!.recipe.model;
const augmentationOf = (run: string): Recipe['augmentation'] =>
  ABLATIONS.runs.find(({ recipe }) => recipe.name === run)!.recipe.augmentation;

/**
 * The changes that a reader of the notebook `ablations` ticks; each belongs to a choice that the paper tells of.
 * @example
 * show(from(RECIPE_CHANGES.map(({ group, name, title }) => ({ group, name, title }))));
 */
export const RECIPE_CHANGES: readonly RecipeChange[] = [
  {
    ...{ name: 'mlp-projection', title: 'non-linear projection', group: 'projection' },
    fields: { model: { projection: modelOf('lab-mlp-projection').projection! } },
  },
  {
    ...{ name: 'no-crop', title: 'whole images', group: 'augmentation' },
    fields: { augmentation: { smallestCrop: 1 } },
  },
  {
    ...{ name: 'stronger-augmentation', title: 'stronger augmentation', group: 'augmentation' },
    fields: { augmentation: augmentationOf('lab-stronger-augmentation') },
  },
  ...[0.02, 0.07, 0.2].map((temperature) => ({
    ...{ name: `temperature-${temperature}`, title: `temperature fixed at ${temperature}`, group: 'temperature' },
    fields: { fixedTemperature: temperature },
  })),
  ...[64, 1024].map((batchSize) => ({
    ...{ name: `batch-${batchSize}`, title: `batches of ${batchSize.toLocaleString('en')}`, group: 'batch' },
    fields: { batchSize },
  })),
  {
    ...{ name: 'vit', title: 'ViT for ResNet', group: 'towers' },
    fields: { model: { vision: modelOf('lab-vit').vision } },
  },
  {
    ...{ name: 'text-transformer', title: 'text: transformer for CBOW', group: 'towers' },
    fields: { model: { text: modelOf('lab-text-transformer').text } },
  },
  {
    ...{ name: 'generative', title: 'contrastive + generative', group: 'objective' },
    fields: { objective: 'contrastive+caption' },
  },
  {
    ...{ name: 'self-supervision', title: 'contrastive + self-supervision', group: 'objective' },
    fields: { objective: 'contrastive+simclr' },
  },
  {
    ...{ name: 'bag-of-words', title: 'predicts words', group: 'objective' },
    fields: { objective: 'bag-of-words' },
  },
  ...[5e-4, 2e-3, 4e-3].map((learningRate) => ({
    ...{ name: `rate-${learningRate}`, title: `learning rate ${learningRate}`, group: 'learning rate' },
    fields: { learningRate },
  })),
  ...[0.5, 0.25].map((pairsShare) => ({
    ...{ name: `share-${pairsShare}`, title: `${100 * pairsShare} % of the pairs`, group: 'share of the data' },
    fields: { pairsShare },
  })),
  {
    ...{ name: 'main-captions', title: 'main captions alone', group: 'captions' },
    fields: { mainCaption: 1 },
  },
  {
    ...{ name: 'other-captions', title: 'other captions where there are any', group: 'captions' },
    fields: { mainCaption: 0 },
  },
];

/** The change of that name. @throws UserError listing the names there are */
export function findChange(name: string): RecipeChange {
  const change = RECIPE_CHANGES.find((one) => one.name === name);
  if (change) return change;
  throw new UserError(
    `there is no change ${name}: give one of ${RECIPE_CHANGES.map((one) => one.name).join(', ')}, or one of your own as { name, title, group, fields }.`,
  );
}
