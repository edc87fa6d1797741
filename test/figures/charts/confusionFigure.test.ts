import { UserError } from '../../../lib/io/userError.js';
import { expect, it } from 'vitest';
import { confusionFigure } from '../../../lib/figures/charts/confusionFigure.js';

const figure = confusionFigure({
  classNames: ['cat', 'dog <i>', 'cow'],
  labels: [0, 0, 0, 1, 1],
  predicted: [0, 0, 1, 1, 0],
  headline: 'accuracy: 60 %',
});

it('counts each class by what it was taken for, as shares of its images', () => {
  expect(figure.data[0]!['z']).toEqual([
    [2 / 3, 1 / 3, 0],
    [1 / 2, 1 / 2, 0],
    [0, 0, 0], // no image
  ]);
  expect(figure.data[0]!['text']).toEqual([
    ['2', '1', ''],
    ['1', '1', ''],
    ['', '', ''],
  ]);
  expect(figure.table).toContainEqual({ class: 'cat', takenFor: 'dog <i>', images: 1 });
});

it('shows names as text and not as markup', () => {
  expect(JSON.stringify(figure.layout['xaxis'])).not.toContain('<i>');
});

it('refuses a class that is not there', () => {
  expect(() => confusionFigure({ classNames: ['cat'], labels: [0], predicted: [1] })).toThrow('there are 1');
  expect(() => confusionFigure({ classNames: ['cat'], labels: [2], predicted: [0] })).toThrow(UserError);
});
