import { expect, it } from 'vitest';
import { polysemyFigure } from '../../../lib/figures/paper/polysemyFigure.js';
import { pictures } from '../pictures.js';

const bat = {
  word: 'bat',
  prompts: ['bat, an animal', 'bat, for a sport'] as const,
  alone: 0.4,
  inContext: [0.1, 0.7] as const,
};

it('puts each picture at its end and each prompt where its probability is', () => {
  const figure = polysemyFigure({ images: pictures(4), words: [bat, { ...bat, word: 'mouse', alone: 0.9 }] });
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
  // What the pointer says is the probability of the picture that the prompt means.
  expect((figure.data[1]!['hovertemplate'] as string[])[0]).toContain('own picture: 90%');
  expect((figure.data[2]!['hovertemplate'] as string[])[0]).toContain('own picture: 70%');
  expect(figure.table[0]).toMatchObject({ word: 'bat', rightInLeftContext: 0.1, rightInRightContext: 0.7 });
});

it('needs two pictures a word', () => {
  expect(() => polysemyFigure({ images: pictures(3), words: [bat] })).toThrow('1 words need 2 pictures, found 3');
});
