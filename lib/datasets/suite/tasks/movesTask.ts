import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
biking: biking; not mountain
bouncing a ball: bouncing ball
bowing: bowing
cartwheeling: cartwheeling, cartwheel
climbing: climbing
dancing: dancing
facepalming: facepalming, facepalm
gesturing no: gesturing no
gesturing ok: gesturing ok
getting a haircut: getting haircut
getting a massage: getting massage
golfing: golfing
juggling: juggling
kneeling: kneeling
lifting weights: lifting weight
mountain biking: mountain biking
playing handball: playing handball
playing water polo: playing water polo
pouting: pouting; not cat, face
raising a hand: raising hand
rowing a boat: rowing boat
running: running; not shoe, shirt
shrugging: shrugging
standing: standing
surfing: surfing
swimming: swimming
tipping a hand: tipping hand
walking: walking
`;

/** What a body does, trained on some designers and tested on others. */
export function movesTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'moves',
    title: 'What a body does',
    concepts: CONCEPTS,
    templates: [
      '{c}',
      'a person {c}',
      'a man {c}',
      'a woman {c}',
      'an icon of a person {c}',
      'a drawing of a person {c}',
    ],
    perClass: { train: 8, validation: 3, test: 3 },
    standsIn: 'UCF101',
    standsInTitle: 'UCF101',
    differs: 'Actions as single drawings, instead of the middle frames of films of 101 actions.',
  });
}
