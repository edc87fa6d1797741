import { expect, it } from 'vitest';
import { polysemyFigure } from '../../../lib/figures/paper/polysemyFigure.js';
import { coloredImages } from '../coloredImages.js';

const row = (word: string, means: string | null, value: number) => ({
  word,
  prompt: means === null ? word : `${word}, ${means}`,
  means,
  value,
});
const bat = [row('bat', null, 0.4), row('bat', 'left', 0.1), row('bat', 'right', 0.7)];
// In another order, which the rows of a word may be in.
const mouse = [row('mouse', 'right', 0.7), row('mouse', 'left', 0.1), row('mouse', null, 0.9)];

it('puts each image at its end and each prompt where its probability is', () => {
  const figure = polysemyFigure([...bat, ...mouse], { images: coloredImages(4) });
  expect(figure.data.map(({ x }) => x)).toEqual([
    [0.4, 0.9],
    [0.1, 0.1],
    [0.7, 0.7],
  ]);
  const images = figure.layout['images'] as { x: number; y: number }[];
  expect(images.map(({ x, y }) => [x < 0 ? 'left' : x > 1 ? 'right' : 'within', y])).toEqual([
    ['left', 0],
    ['right', 0],
    ['left', 1],
    ['right', 1],
  ]);
  // What the pointer says is the probability of the image that the prompt means.
  expect((figure.data[1]!['hovertemplate'] as string[])[0]).toContain('own image: 90%');
  expect((figure.data[2]!['hovertemplate'] as string[])[0]).toContain('own image: 70%');
  expect(figure.table[0]).toEqual({
    word: 'bat',
    promptLeft: 'bat, left',
    promptRight: 'bat, right',
    rightAlone: 0.4,
    rightInLeftContext: 0.1,
    rightInRightContext: 0.7,
  });
});

it('needs two images a word', () => {
  expect(() => polysemyFigure(bat, { images: coloredImages(3) })).toThrow('1 words need 2 images, found 3');
});

it('needs three rows a word, of one model', () => {
  const images = coloredImages(2);
  for (const rows of [bat.slice(1), [...bat, bat[0]!], [bat[0]!, bat[1]!, bat[1]!], [bat[0]!, bat[1]!, mouse[0]!]])
    expect(() => polysemyFigure(rows, { images })).toThrow(/row \d begins "bat", expected three rows a word/);
});
