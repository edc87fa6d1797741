import { expect, it } from 'vitest';
import { samplesFigure } from '../../../lib/figures/charts/samplesFigure.js';
import { coloredImages } from '../coloredImages.js';

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly text?: string;
}

it('places images in rows, each right above its own caption', () => {
  const captions = ['one', 'two', 'three', 'a < b', 'five'];
  const { layout, table, data } = samplesFigure({ images: coloredImages(5), captions, columns: 3 });
  const images = layout['images'] as Placed[];
  const notes = layout['annotations'] as Placed[];
  expect(images.map(({ x }) => x)).toEqual([1 / 6, 3 / 6, 5 / 6, 1 / 6, 3 / 6]);
  expect(images.map(({ y }) => y)).toEqual([1, 1, 1, 0.5, 0.5]);
  notes.forEach(({ x, y }, k) => {
    expect(x).toBe(images[k]!.x);
    expect(y).toBeLessThan(images[k]!.y);
    expect(y).toBeGreaterThan(images[k]!.y - 0.5);
  });
  expect(notes[3]!.text).toBe('a &lt; b');
  expect(data).toEqual([]);
  expect(table).toEqual(captions.map((caption, image) => ({ image, caption })));
});

it('breaks a long caption into at most three lines', () => {
  const captions = ['word '.repeat(40)];
  const { layout } = samplesFigure({ images: coloredImages(1), captions });
  expect((layout['annotations'] as Placed[])[0]!.text!.split('<br>').length).toBe(3);
});
