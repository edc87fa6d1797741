/**
 * The folders of Tux Paint's stamps whose PNGs are photographs cut out of their backgrounds, as looked at one by one.
 * Folders below them are named themselves: their `cartoon` folders hold drawings.
 */
export const PHOTOGRAPH_FOLDERS: readonly string[] = [
  ...['amphibians', 'birds', 'fish', 'insects', 'lizards', 'marsupials', 'shellfish'].map((name) => `animals/${name}`),
  'animals/mammals',
  ...['apes', 'aquatic', 'bears', 'bears/toys', 'bovines', 'camel', 'cats', 'deer', 'dogs', 'equines', 'rodents'].map(
    (name) => `animals/mammals/${name}`,
  ),
  ...['fruit', 'nuts', 'spices', 'vegetables'].map((name) => `food/${name}`),
  'hobbies',
  ...['brass', 'percussion', 'string', 'wind'].map((name) => `hobbies/music/${name}`),
  'household',
  ...['arttools', 'dishes', 'dishes/utensils', 'tools'].map((name) => `household/${name}`),
  'medical',
  'military',
  'military/vehicles',
  'people',
  'people/toys',
  'plants',
  ...['flowers', 'flowers/plastic', 'mushrooms', 'trees'].map((name) => `plants/${name}`),
  'space',
  'space/moon',
  'space/planets',
  'sports',
  'town',
  'vehicles',
  ...['auto', 'construction', 'cycle', 'emergency', 'flight', 'flight/planes', 'masstransit', 'race', 'ship'].map(
    (name) => `vehicles/${name}`,
  ),
];

/** What was drawn, or cut to pieces, among them. */
export const DRAWN_AMONG_PHOTOGRAPHS: readonly string[] = [
  'animals/insects/bee.png',
  'animals/mammals/echidna.png',
  'animals/mammals/hedgehog.png',
  'household/arttools/highlighter.png',
  'household/dishes/glass.png',
  'household/dishes/mug.png',
  'household/key.png',
  'medical/tooth.png',
  'space/planets/0_sun.png',
  'sports/rugby_goal_posts.png',
  'vehicles/7spoke256.png',
  'vehicles/emergency/sedan_police.png',
];
