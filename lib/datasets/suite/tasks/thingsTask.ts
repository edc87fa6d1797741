import type { Random } from '../../../engine/random.js';
import { conceptTask } from '../concepts/conceptTask.js';
import { conceptTemplates } from '../concepts/conceptTemplates.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
  bag: bag, handbag, purse; not back, sleeping, tea
  battery
  bell: bell; not pepper, curve, jar
  bed: bed; not flower, river
  book: book; not note book, face book
  bottle: bottle
  briefcase
  calendar
  camera: camera; not video, movie
  chair: chair, armchair; not wheelchair
  clock
  computer: computer, desktop computer; not mouse, chip, disk
  crown
  cup: cup, mug; not world cup
  dice: dice, die
  envelope: envelope, mail
  gift: gift, present
  glasses: eyeglass, glasses, sunglass, sunglasses; not wine, champagne, clinking, cheer, toast, magnifying
  globe: globe
  hat: hat, cap
  headphones: headphone, headset
  hourglass
  lamp: lamp
  laptop
  light bulb: bulb, light bulb, lightbulb
  medal
  microphone: microphone, mic
  mobile phone: mobile phone, smartphone, smart phone, cell phone, cellphone
  newspaper
  paperclip: paperclip, paper clip
  printer
  radio: radio; not button, active, checked
  robot
  satellite
  shoe: shoe, sneaker; not horse
  shopping cart: shopping cart, cart, trolley
  skull
  suitcase: suitcase, luggage
  television: television, tv; not remote
  ticket
  trash can: trash, garbage, wastebasket
  trophy
  umbrella
  wallet
  watch: watch, wristwatch; not stop watch, apple
`;

/** Things of house and office, drawn by many designers. */
export function thingsTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'things',
    title: 'Things of house and office',
    concepts: CONCEPTS,
    metric: 'meanPerClass',
    templates: conceptTemplates('thing'),
    standsIn: 'Caltech101',
    standsInTitle: 'Caltech-101',
    differs:
      'Things of house, office and wardrobe drawn by many designers, instead of photographs of 101 kinds of object.',
  });
}
