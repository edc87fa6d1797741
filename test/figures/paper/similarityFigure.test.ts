import { describe, expect, it } from 'vitest';
import { similarityFigure } from '../../../lib/figures/paper/similarityFigure.js';
import { coloredImages } from '../coloredImages.js';

const similarity = { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 2, columns: 3 }; // [images, texts]
const texts = ['one', 'two & more', 'three'];
const figure = similarityFigure({ images: coloredImages(2), texts, similarity, matches: [2, -1] });

describe('similarityFigure', () => {
  it('draws images across and texts down', () => {
    expect(figure.data[0]).toMatchObject({
      x: [0, 1],
      y: [0, 1, 2],
      z: [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    });
    expect(figure.layout['yaxis']).toMatchObject({ range: [2.5, -0.5], ticktext: ['one', 'two &amp; more', 'three'] });
    const images = figure.layout['images'] as { x: number; source: string }[];
    expect(images.map(({ x }) => x)).toEqual([0, 1]);
    expect(new Set(images.map(({ source }) => source)).size).toBe(2);
  });

  it('frames the text of each image that has one', () => {
    const shapes = figure.layout['shapes'] as Record<'x0' | 'x1' | 'y0' | 'y1', number>[];
    expect(shapes.map(({ x0, x1, y0, y1 }) => [(x0 + x1) / 2, (y0 + y1) / 2])).toEqual([[0, 2]]);
  });

  it('has a row a pair in its table', () => {
    expect(figure.table.length).toBe(6);
    expect(figure.table[2]).toEqual({ image: 0, text: 'three', similarity: 3, matches: true });
    expect(figure.table[5]).toEqual({ image: 1, text: 'three', similarity: 6, matches: false });
  });

  it('refuses a transposed grid', () => {
    const transposed = { ...similarity, rows: 3, columns: 2 };
    expect(() => similarityFigure({ images: coloredImages(2), texts, similarity: transposed })).toThrow(
      'expected [images, texts] = 2 x 3, found 3 x 2',
    );
  });
});
