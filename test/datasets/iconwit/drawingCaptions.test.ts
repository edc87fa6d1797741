import { expect, it } from 'vitest';
import type { Drawing } from '../../../lib/datasets/debian/readOpenclipart.js';
import { drawingCaptions } from '../../../lib/datasets/iconwit/drawingCaptions.js';
import { createKindsOfThings } from '../../../lib/datasets/iconwit/kindsOfThings.js';

const kinds = createKindsOfThings([{ label: 'dog', subgroup: 34 }], new Map([[34, 'animal-mammal']]));
const drawing = (about: Partial<Drawing>): Drawing => ({
  ...{ path: 'animals/mammals/dog_ann_01.svg', title: '', description: '', keywords: [] },
  ...{ artist: 'Ann', license: 'CC-PDDC', svg: '' },
  ...about,
});

it('says the name, the description, the keywords, the folder and the kind', () => {
  const described = drawing({
    description: 'A dog that barks at night.',
    keywords: ['pet', 'signs_and_symbols', 'Pet'],
  });
  expect(drawingCaptions(described, 'big dog', kinds)).toEqual({
    category: 'mammals',
    captions: [
      'big dog',
      'a dog that barks at night',
      'pet, signs and symbols',
      'a drawing of big dog',
      'mammals',
      'dog, a kind of animal',
    ],
  });
});

it('takes its keywords for the name where it has none, and has no caption without either', () => {
  const nameless = drawing({ path: 'computer/icons/lemon-theme/x1.svg', keywords: ['folder', 'open'] });
  expect(drawingCaptions(nameless, '', kinds)).toEqual({
    category: 'computer',
    captions: ['folder open', 'folder, open', 'computer'],
  });
  expect(drawingCaptions(drawing({}), '', kinds).captions).toEqual([]);
});

it.each([
  ['Dog.', 'one word'],
  ['EPS converted from http://aiga.org by somebody', 'of a file'],
  ['Created with Inkscape on a rainy afternoon', 'of how it was made'],
  ['word '.repeat(17), 'too long'],
])('"%s" is no description: %s', (description) => {
  expect(drawingCaptions(drawing({ description }), 'cat', kinds).captions).toEqual([
    'cat',
    'a drawing of cat',
    'mammals',
  ]);
});

it('is of plain letters, as the captions of icons are', () => {
  expect(drawingCaptions(drawing({}), 'bébé tortue', kinds).captions[0]).toBe('bebe tortue');
});
