import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  airplane: airplane, plane, jet, aircraft; not paper plane, paper airplane
  bicycle: bicycle, bike; not motor bike, mountain bike
  bird: bird, eagle, duck, owl, dove, parrot, swan, pigeon; not bird house, twitter
  boat: boat, sailboat, ferry, ship, speedboat, motorboat, canoe; not space ship
  bottle: bottle; not opener
  bus: bus; not bus stop
  car: car, automobile, taxi; not cable car, car wash, charger, battery, seat, railway, tram, dashboard, window, siren, light
  cat: cat, kitten
  chair: chair, armchair; not lift, wheelchair
  table: table; not tennis, data, edit, insert, lamp, grid, paddle, chart, football, soccer
  dog: dog, puppy; not hot dog, dog house
  horse: horse; not sea horse
  motorbike: motorcycle, motorbike, scooter; not kick scooter
  person: person
  train: train, locomotive; not training
  monitor: monitor, television, tv, desktop computer, computer screen; not lizard
`;

/** Names of VOC, drawn by many designers. */
export function vocTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'voc-names',
    title: 'Names of VOC',
    concepts: CONCEPTS,
    templates: conceptTemplates('thing'),
    standsIn: 'PascalVOC2007',
    standsInTitle: 'PASCAL VOC 2007',
    notes: ['An image shows one thing, so the metric is accuracy and not the mean of 11-point precision.'],
    differs:
      'Those of its twenty names that have drawings enough, one in an image; VOC has photographs of scenes with several.',
  });
}
