import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  airplane: airplane, aeroplane, plane, jet, aircraft, airliner; not paper plane, paper airplane
  automobile: automobile, car, sedan; not car wash, charger, charging, battery, cable car, car seat, car accident, car repair, rental, car key, engine, police, car door, fire, parking, station, railway, tram, dashboard, window, light
  bird: bird, sparrow, eagle, duck, owl, dove, hummingbird, parrot, swan, pigeon; not badminton, bird house, feeder, cage, box, twitter
  cat: cat, kitten
  dog: dog, puppy, poodle; not hot dog, dog tag, dog house, bag, waste, bowl
  horse: horse, pony; not sea horse, horseshoe, shoe
  ship: ship, boat, sailboat, ferry, yacht, speedboat, motorboat, canoe; not space ship, spaceship, wheel, steering
  truck: truck, lorry, pickup; not fire truck, hand truck
`;

/** Names of CIFAR-10, drawn by many designers. */
export function cifarTenTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'cifar-ten',
    title: 'Names of CIFAR-10',
    concepts: CONCEPTS,
    templates: conceptTemplates('thing'),
    standsIn: 'CIFAR10',
    standsInTitle: 'CIFAR-10',
    differs:
      'Eight of its ten names (deer and frogs have too few drawings), drawn by many designers; CIFAR-10 has photographs of 32 pixels.',
  });
}
