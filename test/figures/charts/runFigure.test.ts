import { expect, it } from 'vitest';
import { runFigure } from '../../../lib/figures/charts/runFigure.js';
import type { Metrics } from '../../../lib/train/metricsLog.js';
import { MINI_RN } from '../../../lib/train/miniRn.js';
import { complaints } from '../validateFigure.js';

const line = (step: number, loss: number, validationTop1?: number): Metrics => ({
  step,
  pairsSeen: 768 * step,
  trainedSeconds: step,
  loss,
  learningRate: 1e-3,
  gradientNorm: 1,
  logitScale: 14,
  ...(validationTop1 === undefined ? {} : { validationTop1 }),
});

it('draws a log as it stands, with ln of the batch size as the line of no learning', () => {
  const figure = runFigure([line(10, 6.5), line(20, 6, 0.25)], MINI_RN);
  expect(figure.name).toBe('mini-rn');
  expect(figure.data).toMatchObject([
    { x: [7680, 15360], y: [6.5, 6] },
    { x: [15360], y: [0.25] },
  ]);
  expect(figure.layout['shapes']).toMatchObject([{ y0: Math.log(768), y1: Math.log(768) }]);
  expect(complaints(figure)).toEqual([]);
});

it('is the empty figure of a run that has not begun, with the line', () => {
  const figure = runFigure([], MINI_RN);
  expect(figure.data).toMatchObject([{ x: [], y: [] }]);
  expect(figure.layout['shapes']).toMatchObject([{ y0: Math.log(768) }]);
});

it('knows no loss of no learning for other objectives', () => {
  expect(runFigure([line(10, 6.5)], { ...MINI_RN, objective: 'caption' }).layout['shapes']).toEqual([]);
});
