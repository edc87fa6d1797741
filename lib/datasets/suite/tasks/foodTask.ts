import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  apple: apple; not pineapple, logo, brand, command
  beer: beer
  bread: bread, loaf, baguette, toast; not ginger bread
  cake: cake, cupcake, shortcake; not pan cake, pancake, fish cake, moon cake, rice cake
  chicken: drumstick, chicken, poultry leg, turkey leg
  cocktail: cocktail, martini, tropical drink
  coffee: coffee, espresso; not coffee bean, machine, maker
  fish: fish, shrimp, lobster, crab, sushi; not star fish, fish cake
  ice cream: ice cream, gelato
  meat: meat, steak, bacon, ham, sausage; not pig
  rice: rice; not wheat
  tea: tea, teapot; not tea pot stand
  vegetables: vegetable, broccoli, carrot, lettuce, salad, leafy green
  wine: wine; not opener
`;

/** Food and drink, drawn by many designers. */
export function foodTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'food',
    title: 'Food and drink',
    concepts: CONCEPTS,
    templates: conceptTemplates('food'),
    standsIn: 'Food101',
    standsInTitle: 'Food-101',
    differs: 'Plain food and drink drawn by many designers, instead of photographs of 101 dishes.',
  });
}
