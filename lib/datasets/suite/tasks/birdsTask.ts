import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
chick: chick, baby chick
chicken: chicken, hen; not leg, roast
dove: dove, pigeon
duck: duck
eagle: eagle, hawk, falcon; not desert
goose: goose; not mongoose
owl: owl
parrot: parrot, toucan
penguin: penguin
rooster: rooster, cock
swan: swan
`;

/** Kinds of bird, drawn by many designers. */
export function birdsTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'birds',
    title: 'Birds',
    concepts: CONCEPTS,
    templates: conceptTemplates('bird'),
    perClass: { train: 3, validation: 1, test: 3 },
    standsIn: 'Birdsnap',
    standsInTitle: 'Birdsnap',
    differs: 'Kinds of bird that a child tells apart, drawn, instead of photographs of 500 species.',
  });
}
