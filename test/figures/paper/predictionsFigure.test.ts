import { expect, it } from 'vitest';
import { predictionsFigure } from '../../../lib/figures/paper/predictionsFigure.js';
import { COLORS } from '../../../lib/figures/theme.js';
import { coloredImages } from '../coloredImages.js';

const row = (image: number, label: string, probability: number, correct = false) => ({
  image,
  label,
  probability,
  correct,
});
const predictions = [
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((label, k) => row(0, label, 0.5 / 2 ** k)),
  row(1, '<cat>', 0.75, true),
  row(1, 'x'.repeat(50), 0.25),
];
const figure = predictionsFigure({ images: coloredImages(2), predictions, titles: ['first', 'R&D'] });

it('draws five bars an image, as long as the probabilities, the true one green', () => {
  expect(figure.data.map((bars) => bars['x'])).toEqual([
    [0.5, 0.25, 0.125, 0.0625, 0.03125],
    [0.75, 0.25],
  ]);
  expect(figure.data[1]).toMatchObject({
    text: ['75.0%', '25.0%'],
    marker: { color: [COLORS.right, COLORS.neutral] },
    xaxis: 'x2',
  });
  expect(figure.table).toEqual(predictions);
});

it('keeps panels inside the figure and apart', () => {
  const domain = (axis: string): number[] => (figure.layout[axis] as { domain: number[] }).domain;
  for (const axis of ['xaxis', 'yaxis', 'xaxis2', 'yaxis2']) {
    const [low, high] = domain(axis) as [number, number];
    expect(low >= 0 && low < high && high <= 1, axis).toBe(true);
  }
  expect(domain('xaxis')[1]).toBeLessThan(domain('xaxis2')[0]!);
});

it('writes labels and titles as text, long ones cut', () => {
  const texts = (figure.layout['annotations'] as { text: string }[]).map(({ text }) => text);
  expect(texts).toContain('<b>&lt;cat&gt;</b>');
  expect(texts).toContain('R&amp;D');
  expect(texts).toContainEqual(expect.stringMatching(/^x{20,40}…$/));
});
