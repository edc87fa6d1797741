import type { Random } from '../../../engine/random.js';
import { MAP_DESIGNERS, TEST_DESIGNERS, TRAIN_DESIGNERS } from '../concepts/conceptSets.js';
import { conceptTask } from '../concepts/conceptTask.js';
import type { TaskSource } from '../taskSource.js';

const CONCEPTS = `
airport: airport, airplane, plane
bank: bank; not piggy bank, river, power, note, banknote, blood, card
bar: beer, cocktail, pub
bus stop: bus
cafe: cafe, coffee
campsite: campsite, camping, tent, camp
car park: parking
castle: castle
cinema: cinema, movie, film
doctor: doctor, stethoscope
fast food: fast food, burger, hamburger; not menu
ferry: ferry, ship
fountain: fountain; not pen
hairdresser: hairdresser, barber, scissors, haircut
harbor: harbor, harbour, anchor, marina; not point
hospital: hospital
hotel: lodging, hotel, bed
ice cream: ice cream
library: library, book
mountain: mountain; not bike, biking
park: park, tree; not parking, tree map, file
pharmacy: pharmacy, pill, medicine
playground: playground, slide, swing; not slideshow, show, presentation
police station: police
post office: post, post box, post office, mailbox, letter box; not post it, card, sign
railway station: rail, railway, train; not training
restaurant: restaurant, fork
school: school, college, university, graduation
shoe shop: shoe; not horse
shop: shop, store, grocery; not app
swimming pool: swimming, pool; not table, ball, 8, eight
telephone: telephone, phone; not head phone, headphone, mobile
toilets: toilet, restroom
tower: tower
veterinarian: veterinary, paw, pet
volcano: volcano
wheelchair access: wheelchair
windmill: windmill, wind turbine
`;

/** What a sign on a map stands for: Maki's, after training on the signs and drawings of others. */
export function mapSignsTask(modules: string, random: Random): Promise<TaskSource> {
  return conceptTask(modules, random, {
    name: 'map-signs',
    title: 'Signs on maps',
    concepts: CONCEPTS,
    templates: [
      '{c}',
      'a sign for {c} on a map',
      'a map symbol of {c}',
      'an icon of {c}',
      'a monochrome icon of {c}',
      '{c}, a kind of place',
    ],
    trainDesigners: [...MAP_DESIGNERS, ...TRAIN_DESIGNERS],
    testDesigners: TEST_DESIGNERS.filter(({ sets }) => sets.includes('maki')),
    perClass: { train: 8, validation: 3, test: 3 },
    standsIn: 'RESISC45',
    standsInTitle: 'RESISC45',
    differs: 'Kinds of place by the signs that maps give them, instead of 45 kinds of land seen from the air.',
  });
}
