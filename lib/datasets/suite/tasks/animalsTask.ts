import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  bird: bird, eagle, duck, owl, dove, parrot, swan, pigeon; not bird house, twitter
  cat: cat, kitten
  chicken: chicken, hen, rooster, chick; not leg
  dog: dog, puppy, poodle; not hot dog, dog house
  fish: fish; not star fish, fish cake, jelly fish
  horse: horse, pony; not sea horse
  monkey: monkey
  pig: pig, boar; not piggy
  rabbit: rabbit, bunny
`;

/** Animals, drawn by many designers. */
export function animalsTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'animals',
    title: 'Animals',
    concepts: CONCEPTS,
    metric: 'meanPerClass',
    templates: conceptTemplates('animal'),
    standsIn: 'OxfordPets',
    standsInTitle: 'Oxford-IIIT Pets',
    differs: 'Kinds of animal drawn by many designers, instead of photographs of breeds of cats and dogs.',
  });
}
