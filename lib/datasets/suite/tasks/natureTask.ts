import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  drop: drop, droplet, raindrop; not drop down, drop box, drop zone, air, off, shadow, shipping, blood, earring
  fire: fire, flame, campfire; not fire engine, fire wall, fire fox, extinguisher, fire truck, fire station, fighter, hydrant, exit, alarm, escape, work, breathing, safety
  flower: flower, daisy, tulip; not sun flower, wilted, card, playing, dollar, money
  leaf: leaf; not clover
  moon: moon, crescent; not moon cake
  pine tree: pine, evergreen, christmas tree, conifer; not pine apple
  rock: rock, stone; not gem stone, gem, curling, hand, skull, hard, person
  star: star; not star fish, star trek, war, david, shopping, server, cart, basket, rating, user
  sun: sun; not sun flower, sun glasses, sunglasses, sun set, sun rise
  wave: wave, water wave; not hand, sound, square wave, sine, audio, heart, money, electric, shock, signal, frequency, pulse, voice, broadcast
`;

/** Nature, drawn by many designers. */
export function natureTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'nature',
    title: 'Nature',
    concepts: CONCEPTS,
    metric: 'meanPerClass',
    templates: conceptTemplates('thing of nature'),
    standsIn: 'Flowers102',
    standsInTitle: 'Flowers-102',
    differs: 'Plants and other things of nature drawn by many designers, instead of photographs of 102 flowers.',
  });
}
