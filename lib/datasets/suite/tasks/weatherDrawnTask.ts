import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  cloud: cloud, cloudy; not upload, download, rain, snow, lightning, fog, server, storage, data, computing, add, check, off, sync, lock, sun, game, document, file, network, cancel, swear, remove, refresh
  drop: droplet, drop, raindrop; not drop down, air, off, shadow, shipping, blood, earring
  lightning: lightning, thunder, thunderstorm, storm; not cable, audio
  moon: moon, crescent; not moon cake
  rain: rain, rainy, drizzle; not rain bow, rain coat, rain drop
  snow: snow, snowflake, snowy; not snow man, snow board
  star: star; not star fish, star trek, war, david, server, user
  sun: sun, sunny; not sun flower, glass, sun set, sun rise, cloud
  thermometer: thermometer
  sunrise: sunrise, sunset
  tornado: tornado, hurricane, cyclone
  umbrella: umbrella; not beach
  wind: wind, windy; not turbine, wind mill, chime, window, surf
`;

/** Weather by many hands, drawn by many designers. */
export function weatherDrawnTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'weather-drawn',
    title: 'Weather by many hands',
    concepts: CONCEPTS,
    perClass: { train: 8, validation: 3, test: 5 },
    templates: conceptTemplates('thing of the sky'),
    standsIn: 'EuroSAT',
    standsInTitle: 'EuroSAT',
    differs:
      'Things of the sky seen from below, drawn by many designers, instead of ten kinds of land seen from a satellite.',
  });
}
