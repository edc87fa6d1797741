/**
 * For each task of the suite one template that says what kind of thing its classes are, as the paper writes "a type of
 * pet", and puts digits and words between quotes (sec 3.1.4). Written down before any of them was measured.
 */
export const KIND_TEMPLATES: Readonly<Record<string, string>> = {
  actions: 'a person {c}, a type of action',
  'captioned-pictures': 'a picture with a {c} caption',
  clocks: 'a clock that shows {c}, a time of day',
  counting: 'a picture of {c} things, a number of things',
  digits: 'the number "{c}"',
  distance: 'a picture of a road with {c}',
  'emoji-groups': 'an emoji, a kind of {c}',
  'emoji-names': 'a {c}, a type of emoji',
  'emoji-styles': 'a {c}, a type of emoji',
  'emoji-subgroups': 'an emoji, a kind of {c}',
  faces: 'a {c} face, a type of facial expression',
  flags: 'the flag of {c}, a country',
  hands: '{c}, a type of hand gesture',
  'map-symbols': 'a {c}, a type of map symbol',
  objects: 'a {c}, a type of object',
  professions: 'a {c}, a type of profession',
  'rendered-words': 'the word "{c}"',
  scenes: 'a scene with a {c}',
  weather: '{c}, a type of weather',
};
