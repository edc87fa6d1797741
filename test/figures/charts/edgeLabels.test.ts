import fc from 'fast-check';
import { expect, it } from 'vitest';
import { edgeHeight, edgeLabels, edgeMargin } from '../../../lib/figures/charts/edgeLabels.js';

/** One pixel is one unit of the axis. */
const ROOM = 300;
const labelsOf = (ends: readonly number[]) => ends.map((y, k) => ({ y, text: String(k), color: '#000000' }));
const HEIGHT = edgeHeight(labelsOf([0]));
const place = (ends: readonly number[], height = ROOM) =>
  edgeLabels(labelsOf(ends), { range: [0, height], height }) as {
    annotations: { y: number; text: string }[];
    shapes: { y0: number; y1: number }[];
  };

it('labels with room stand where their lines end', () => {
  const { annotations, shapes } = place([150, 30, 90]);
  expect(annotations.map(({ y, text }) => [text, y])).toEqual([
    ['1', 30],
    ['2', 90],
    ['0', 150],
  ]);
  expect(shapes).toEqual([]);
});

it('labels that would touch move apart as far down as up, with lines to where they belong', () => {
  const { annotations, shapes } = place([100, 100, 100]);
  expect(annotations.map(({ y }) => y)).toEqual([100 - HEIGHT, 100, 100 + HEIGHT]);
  expect(shapes.map(({ y0, y1 }) => [y0, y1])).toEqual([
    [100, 100 - HEIGHT],
    [100, 100 + HEIGHT],
  ]);
});

it('no two touch, none changes places, and all are inside the height of the plot', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: ROOM }), { minLength: 1, maxLength: 16 }), (ends) => {
      const { annotations } = place(ends);
      const order = annotations.map(({ text }) => ends[Number(text)]!);
      expect(order).toEqual([...ends].sort((a, b) => a - b));
      annotations.slice(1).forEach(({ y }, k) => expect(y - annotations[k]!.y).toBeGreaterThanOrEqual(HEIGHT - 1e-6));
      expect(annotations[0]!.y).toBeGreaterThanOrEqual(HEIGHT / 2 - 1e-6);
      expect(annotations.at(-1)!.y).toBeLessThanOrEqual(ROOM - HEIGHT / 2 + 1e-6);
    }),
  );
});

it('a long label is broken into lines, and its margin is no wider than those', () => {
  const long = { y: 1, text: 'features of a model with a very long name '.repeat(3), color: '#000000' };
  expect(edgeHeight([long])).toBeGreaterThan(2 * HEIGHT);
  expect(edgeMargin([long])).toBeLessThan(260);
  const [label] = edgeLabels([{ ...long, note: 'C = 1' }], { range: [0, 10], height: ROOM }).annotations;
  expect((label as { text: string }).text).toMatch(/^<b>features .*<\/b><br>C = 1$/);
});
