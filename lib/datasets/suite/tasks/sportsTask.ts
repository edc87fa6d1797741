import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  ball game: basketball, volleyball, soccer, handball, tennis, baseball, football
  chess: chess
  climbing: climbing
  cycling: cycling, biking, bicycle
  dancing: dancing, dancer, dance
  golf: golf, golfer, golfing
  juggling: juggling
  rowing: rowing
  running: running, runner; not shoe, shirt
  skiing: skiing, skier, ski; not lift, water
  surfing: surfing, surfboard, surfer
  swimming: swimming, swimmer
  weightlifting: weightlifting, lifting weight, dumbbell, barbell, weight lifting
`;

/** Sports and play, drawn by many designers. */
export function sportsTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'sports',
    title: 'Sports and play',
    concepts: CONCEPTS,
    perClass: { train: 8, validation: 3, test: 5 },
    templates: conceptTemplates('sport'),
    standsIn: 'Kinetics700',
    standsInTitle: 'Kinetics-700',
    differs: 'Kinds of sport and play as single drawings, instead of films of 700 actions.',
  });
}
