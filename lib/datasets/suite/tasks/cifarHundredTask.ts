import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  apple: apple; not pineapple, pine apple, green circle, logo, pay, command
  bed: bed; not flower bed, river bed
  bicycle: bicycle, bike; not mountain bike, motor bike, parking, lane
  bottle: bottle; not bottle cap, opener
  bus: bus; not bus stop, station
  castle: castle
  clock: clock
  cloud: cloud; not mushroom cloud
  cup: cup, mug, teacup; not world cup
  house: house; not light house, opera house, bird house, dog house
  keyboard: keyboard; not musical keyboard, piano, music, arrow, eject, delete, key
  rabbit: rabbit, bunny; not ear
  road: road, motorway, highway; not road sign, roller
  rocket: rocket
  table: table, desk; not tennis, data, pool, ping, edit, cell, column, row, insert, lamp, grid, paddle, chart, football, soccer
  telephone: telephone, phone; not headphone, booth
  television: television, tv; not camera
  train: train, locomotive; not training, station, ticket
  man: man; not woman, snow
  woman: woman; not man
`;

/** Names of CIFAR-100, drawn by many designers. */
export function cifarHundredTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'cifar-hundred',
    title: 'Names of CIFAR-100',
    concepts: CONCEPTS,
    templates: conceptTemplates('thing'),
    standsIn: 'CIFAR100',
    standsInTitle: 'CIFAR-100',
    differs:
      'Those of its hundred names that have drawings enough, by many designers; CIFAR-100 has photographs of 32 pixels.',
  });
}
