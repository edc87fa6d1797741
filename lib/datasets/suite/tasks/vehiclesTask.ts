import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  airplane: airplane, plane, jet; not paper plane, paper airplane
  bicycle: bicycle, bike; not motor bike
  boat: boat, canoe, rowboat, kayak, sailboat, speedboat
  bus: bus; not bus stop
  car: car, automobile; not cable car, fire, police car, battery, railway, tram, dashboard, window, key, wheel
  motorcycle: motorcycle, motorbike, scooter, moped
  rocket: rocket
  train: train, locomotive, tram, streetcar; not training
  truck: truck, lorry; not fire truck
  wheelchair: wheelchair
`;

/** Vehicles, drawn by many designers. */
export function vehiclesTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'vehicles',
    title: 'Vehicles',
    concepts: CONCEPTS,
    templates: conceptTemplates('vehicle'),
    standsIn: 'StanfordCars',
    standsInTitle: 'Stanford Cars',
    differs: 'Kinds of vehicle drawn by many designers, instead of photographs of 196 models of cars.',
  });
}
