import fc from 'fast-check';
import { expect, it } from 'vitest';
import { edgeLabels } from '../../../lib/figures/charts/edgeLabels.js';

const place = (ends: readonly number[], unitsPerPixel = 1, lineHeight = 10): { y: number; text: string }[] =>
  edgeLabels(
    ends.map((y, k) => ({ y, text: String(k), color: '#000000' })),
    unitsPerPixel,
    lineHeight,
  ) as { y: number; text: string }[];

it('labels with room stand where their lines end', () => {
  expect(place([50, 10, 30]).map(({ y, text }) => [text, y])).toEqual([
    ['1', 10],
    ['2', 30],
    ['0', 50],
  ]);
});

it('labels that would touch move apart as far down as up', () => {
  expect(place([100, 100, 100]).map(({ y }) => y)).toEqual([90, 100, 110]);
});

it('no two touch, none changes places, and together they stay where the lines end', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 12 }), (ends) => {
      const placed = place(ends);
      const order = placed.map(({ text }) => ends[Number(text)]!);
      expect(order).toEqual([...ends].sort((a, b) => a - b));
      placed.slice(1).forEach(({ y }, k) => expect(y - placed[k]!.y).toBeGreaterThanOrEqual(10 - 1e-6));
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      expect(sum(placed.map(({ y }) => y))).toBeCloseTo(sum(ends), 6);
    }),
  );
});
