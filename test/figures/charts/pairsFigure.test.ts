import { expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { pairsFigure } from '../../../lib/figures/charts/pairsFigure.js';
import { drawings } from '../../apps/nearDuplicates/drawings.js';

const left = drawings(5, 16, createRandom(1));
const right = drawings(5, 12, createRandom(2));
const captions = ['one', 'two', 'three', 'four', 'five'];

it('sets the two images of a pair side by side above their caption', () => {
  const figure = pairsFigure({ left, right, captions });
  const images = figure.layout['images'] as { x: number; y: number; xanchor: string }[];
  expect(images).toHaveLength(10);
  const texts = figure.layout['annotations'] as { x: number; y: number; text: string }[];
  for (let k = 0; k < 5; k++) {
    const [one, other, text] = [images[k]!, images[5 + k]!, texts[k]!];
    expect([one.xanchor, other.xanchor]).toEqual(['right', 'left']);
    expect(one.x).toBeLessThan(other.x);
    expect(one.y).toBe(other.y);
    expect((one.x + other.x) / 2).toBeCloseTo(text.x, 10);
    expect(text.y).toBeLessThan(one.y);
    expect(text.text).toBe(captions[k]);
  }
  expect(images[4]!.y).toBeLessThan(images[3]!.y); // the fifth begins a second row
});

it('wants as many of one as of the other', () => {
  expect(() => pairsFigure({ left, right, captions: ['one'] })).toThrow('5 and 5 images with 1 captions');
});
