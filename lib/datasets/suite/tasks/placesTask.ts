import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  bank: bank; not piggy bank, river, power, note, banknote, blood, card, yen, pound, euro
  factory: factory; not worker
  hospital: hospital
  hotel: hotel
  house: house, home; not light house
  mountain: mountain; not bike, biking
  park: park; not parking, dog
  store: store, shop; not play store, app store
  tent: tent, camping, campsite
  theater: theater, theatre, cinema
`;

/** Places, drawn by many designers. */
export function placesTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'places',
    title: 'Places',
    concepts: CONCEPTS,
    templates: conceptTemplates('place'),
    standsIn: 'SUN397',
    standsInTitle: 'SUN397',
    differs: 'Kinds of place by the signs and drawings of many designers, instead of photographs of 397 kinds.',
  });
}
