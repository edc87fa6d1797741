import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  binoculars
  brush: paintbrush, brush; not tooth, hair
  calculator
  flask: flask, beaker, test tube
  fork
  hammer
  key: key; not key board, hole, cap, pad, piano, command, house
  ladder
  lock: lock, padlock, locked; not un lock, open
  magnifying glass: magnifying glass, magnifier, magnifying
  microscope
  pen: pen; not open
  pencil
  ruler
  scale: scale, balance scale
  scissors
  shield
  thermometer
  wrench: wrench, spanner
`;

/** Tools and instruments, drawn by many designers. */
export function toolsTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'tools',
    title: 'Tools and instruments',
    concepts: CONCEPTS,
    metric: 'meanPerClass',
    templates: conceptTemplates('tool'),
    standsIn: 'FGVCAircraft',
    standsInTitle: 'FGVC Aircraft',
    differs: 'Tools told apart by their parts, drawn by many designers, instead of photographs of a hundred aircraft.',
  });
}
