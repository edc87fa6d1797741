import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  check mark: check, checkmark, check mark, tick; not un check, list, money, check in
  cross mark: cross mark, multiply, cancel, close; not book, caption, bottle, umbrella, lock, mailbox, user, mail, box, store
  dollar sign: dollar
  down arrow: arrow down, down arrow; not up, left, right, double, circle, square
  heart: heart
  information: info, information
  minus: minus
  pause: pause
  play: play; not ground, store, station
  plus: plus
  question mark: question, question mark
  radioactive: radioactive, radiation
  recycling: recycle, recycling; not bin, trash
  star: star
  up arrow: arrow up, up arrow; not down, left, right, double, circle, square
  warning: warning
  wheelchair: wheelchair, accessibility
  wifi: wifi, wireless
`;

/** Signs, drawn by many designers. */
export function signsTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'signs',
    title: 'Signs',
    concepts: CONCEPTS,
    templates: conceptTemplates('sign'),
    standsIn: 'GTSRB',
    standsInTitle: 'GTSRB',
    differs:
      'Signs that stand in programs and on doors, drawn by many designers, instead of photographs of 43 signs by the road.',
  });
}
