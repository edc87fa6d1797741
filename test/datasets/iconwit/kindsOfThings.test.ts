import { describe, expect, it } from 'vitest';
import { createKindsOfThings, kindCaptions } from '../../../lib/datasets/iconwit/kindsOfThings.js';

const GROUPS = new Map([
  [34, 'animal-mammal'],
  [42, 'food-fruit'],
  [44, 'food-prepared'],
  [62, 'sport'],
  [75, 'writing'],
  [78, 'tool'],
  [96, 'geometric'],
  [82, 'other-object'],
]);
const kinds = createKindsOfThings(
  [
    { label: 'dog', subgroup: 34 },
    { label: 'mouse', subgroup: 34 },
    { label: 'red apple', subgroup: 42 },
    { label: 'green apple', subgroup: 42 },
    { label: 'soccer ball', subgroup: 62 },
    { label: 'crystal ball', subgroup: 44 },
    { label: 'hot dog', subgroup: 44 },
    { label: 'pen', subgroup: 75 },
    { label: 'dagger', subgroup: 78 },
    { label: 'hammer', subgroup: 78 },
    { label: 'red square', subgroup: 96 },
    { label: 'moai', subgroup: 82 },
    { label: 'regional indicator A' },
  ],
  GROUPS,
);

describe('the kind of a thing', () => {
  it.each([
    ['dog', 'dog', 'animal'],
    ['guide dog', 'dog', 'animal'],
    ['red apple', 'red apple', 'fruit'],
    // By what all emoji of that last word agree in.
    ['sliced apple', 'apple', 'fruit'],
    // The longest ending counts.
    ['big hot dog', 'hot dog', 'food'],
    ['pen', 'pen', 'writing tool'],
    ['dagger', 'dagger', 'weapon'],
    ['stone hammer', 'hammer', 'tool'],
  ])('"%s" ends with "%s", a kind of %s', (caption, thing, kind) => {
    expect(kinds(caption)).toEqual({ thing, kind });
  });

  it.each([
    ['dogs', 'is another word'],
    ['dog house', 'ends with another'],
    ['file pen', 'is no pen but a file to be written'],
    ['chart square', 'is a chart'],
    ['mouse', 'is a pointer'],
    ['ball', 'is of two kinds'],
    ['moai', 'is of no kind'],
    ['', 'is nothing'],
  ])('"%s" has none: it %s', (caption) => {
    expect(kinds(caption)).toBeUndefined();
  });

  it('is told beside the thing, and alone where no category stands for it', () => {
    expect(kindCaptions('guide dog', kinds, false)).toEqual(['dog, a kind of animal', 'animal']);
    expect(kindCaptions('guide dog', kinds, true)).toEqual(['dog, a kind of animal']);
    expect(kindCaptions('house', kinds, false)).toEqual([]);
  });
});
