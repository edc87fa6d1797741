import { expect, it } from 'vitest';
import { trainingFigure } from '../../../lib/figures/charts/trainingFigure.js';

const LOG = [
  { pairsSeen: 100, loss: 6.5 },
  { pairsSeen: 200, loss: 5.25, accuracy: 0.125 },
  { pairsSeen: 300, loss: 4, accuracy: null },
  { pairsSeen: 400, loss: 3.5, accuracy: 0.5 },
];
const texts = (figure: ReturnType<typeof trainingFigure>): string[] =>
  (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);

it('draws the loss at every record and the accuracy where it was measured, last values written out', () => {
  const figure = trainingFigure(LOG, { accuracyLabel: 'top-1' });
  expect(figure.data).toMatchObject([
    { x: [100, 200, 300, 400], y: [6.5, 5.25, 4, 3.5], yaxis: 'y' },
    { x: [200, 400], y: [0.125, 0.5], yaxis: 'y2' },
  ]);
  expect(texts(figure)).toEqual(['contrastive loss', 'top-1', '<b>3.50</b>', '<b>50.0%</b>']);
  expect(figure.table).toEqual(LOG);
});

it('has one panel where nothing was measured, and a line at ln(batch) where asked', () => {
  const figure = trainingFigure(LOG.slice(0, 1), { lossAtChance: Math.log(512) });
  expect(figure.data.length).toBe(1);
  expect(figure.layout['yaxis2']).toBeUndefined();
  expect(figure.layout['shapes']).toEqual([expect.objectContaining({ y0: Math.log(512), y1: Math.log(512) })]);
  expect(texts(figure)).toContain('knowing nothing: ln(batch) = 6.24');
});

it('draws an empty log as an empty figure', () => {
  expect(trainingFigure([]).data).toMatchObject([{ x: [], y: [] }]);
});
