import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, placeLabels } from '../../../lib/figures/charts/placeLabels.js';
import { lineHeight, textWidth } from '../../../lib/figures/charts/textWidth.js';

const SIZE = 12;
const MARK = 5;
const ROOM = { left: 0, top: 0, right: 700, bottom: 500 };
const around = ({ x, y }: { x: number; y: number }): Box => ({
  ...{ left: x - MARK, top: y - MARK, right: x + MARK, bottom: y + MARK },
});
const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const point = fc.record({
  x: fc.integer({ min: 0, max: 700 }),
  y: fc.integer({ min: 0, max: 500 }),
  text: fc.stringMatching(/^[A-Z][a-z ]{2,24}$/),
});
const points = (maxLength: number) => fc.array(point, { minLength: 1, maxLength });
type Point = { x: number; y: number; text: string };
const place = (some: readonly Point[]) =>
  placeLabels(some, { room: ROOM, obstacles: some.map((one) => [around(one)]), size: SIZE, mark: MARK });

describe('labels of points', () => {
  it('never touch each other or the mark of their own, and are inside the room with all of their text', () => {
    fc.assert(
      fc.property(points(60), (some) => {
        const placed = place(some);
        expect(placed).toHaveLength(some.length);
        placed.forEach((one, k) => {
          if (!one) return;
          const { box } = one;
          expect(box.left >= 0 && box.top >= 0 && box.right <= 700 && box.bottom <= 500).toBe(true);
          expect(box.right - box.left).toBeCloseTo(textWidth(some[k]!.text, SIZE), 6);
          expect(box.bottom - box.top).toBeCloseTo(lineHeight(SIZE), 6);
          expect(overlap(box, around(some[k]!))).toBe(false);
          for (const other of placed.slice(k + 1)) expect(other && overlap(box, other.box)).toBeFalsy();
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are all there where there is room for them, and cover a mark only where points are dense', () => {
    fc.assert(
      fc.property(points(27), (some) => {
        const placed = place(some);
        expect(placed.every((one) => one !== undefined)).toBe(true);
        const covered = placed.filter((one) => some.some((other) => overlap(one!.box, around(other))));
        expect(covered.length).toBeLessThanOrEqual(some.length / 4);
      }),
      { numRuns: 60 },
    );
  });

  it('have a line to their point where another one could be meant, and none beside it', () => {
    const [alone] = place([{ x: 300, y: 200, text: 'Alone' }]);
    expect(alone!.leader).toBe(false);
    const crowd = Array.from({ length: 12 }, (_, k) => ({ x: 300 + (k % 4), y: 200 + (k % 3), text: `Name ${k}` }));
    const placed = place(crowd);
    expect(placed.some((one) => one!.leader)).toBe(true);
    placed.forEach((one, k) => {
      const { box, leader } = one!;
      const away = Math.hypot(
        Math.max(box.left - crowd[k]!.x, 0, crowd[k]!.x - box.right),
        Math.max(box.top - crowd[k]!.y, 0, crowd[k]!.y - box.bottom),
      );
      expect(leader).toBe(away - MARK >= 10);
    });
  });

  it('are the same every time', () => {
    const some = Array.from({ length: 30 }, (_, k) => ({ x: (k * 97) % 700, y: (k * 53) % 500, text: `Task ${k}` }));
    expect(place(some)).toEqual(place(some));
  });

  it('that have no room at all are left out: longer than the room, or at no place', () => {
    const wide = { x: 300, y: 200, text: 'x'.repeat(300) };
    const nowhere = { x: NaN, y: 200, text: 'nowhere' };
    expect(place([wide, nowhere])).toEqual([undefined, undefined]);
  });
});
