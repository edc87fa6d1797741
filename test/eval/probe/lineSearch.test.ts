import { expect, it } from 'vitest';
import { searchLine, type LinePoint } from '../../../lib/eval/probe/lineSearch.js';

/** Searches along a function from 0; the steps that were tried, and the one that was taken. */
function search(value: (s: number) => number, slope: (s: number) => number): { tried: number[]; taken?: number } {
  const tried: number[] = [];
  const at = (step: number): LinePoint => ({ step, value: value(step), slope: slope(step) });
  const found = searchLine(at(0), (step) => (tried.push(step), at(step)), 1e-15);
  return { tried, ...(found && { taken: found.step }) };
}
const bowl = (a: number) =>
  search(
    (s) => (s - a) ** 2,
    (s) => 2 * (s - a),
  );
const near = (value: number): unknown => expect.closeTo(value, 9);

it('takes step 1 where that is good, and where it is too far what a cubic says, a tenth of the gap at the least', () => {
  expect(bowl(1)).toEqual({ tried: [1], taken: 1 });
  // A slope of 8 after 10 is flat enough, at 0.9.
  expect(bowl(5)).toEqual({ tried: [1], taken: 1 });
  expect(bowl(0.3)).toEqual({ tried: [1, near(0.3)], taken: near(0.3) });
  // The cubic's 0.05 is kept at 0.1 of the gap from 0 to 1; within 0 to 0.1 it is the middle.
  expect(bowl(0.03)).toEqual({ tried: [1, near(0.1), near(0.03)], taken: near(0.03) });
  expect(bowl(0.05)).toEqual({ tried: [1, near(0.1), near(0.05)], taken: near(0.05) });
});

it('goes on to where the slope would end, at most ten times as far', () => {
  expect(bowl(20)).toEqual({ tried: [1, 10], taken: 10 });
  expect(bowl(400).tried.slice(0, 3)).toEqual([1, 10, 100]);
});

it('gives up after thirty steps down a slope that has no end', () => {
  const { tried, taken } = search(
    (s) => -s - s ** 2,
    (s) => -1 - 2 * s,
  );
  expect(tried.slice(0, 3)).toEqual([1, 10, 100]);
  expect(tried.length).toBe(30);
  expect(taken).toBeUndefined();
});

it('halves the gap to where there is no value', () => {
  const found = search(
    (s) => (s > 0.3 ? Infinity : (s - 0.2) ** 2),
    (s) => 2 * (s - 0.2),
  );
  expect(found).toEqual({ tried: [1, 0.5, 0.25], taken: 0.25 });
});

/** A search along points that are given one by one, from a value of 0 and a slope of -1; the steps that were tried. */
function along(points: readonly { value: number; slope: number }[], rounding = 0, from = 0): number[] {
  const tried: number[] = [];
  searchLine(
    { step: 0, value: from, slope: -1 },
    (step) => {
      tried.push(step);
      return { step, ...points[tried.length - 1]! };
    },
    rounding,
  );
  return tried;
}
const good = { value: -9, slope: 0 };

it('goes two to ten times as far where the slope grows steeper, to where it would end if it went on so', () => {
  const steep = { value: -1, slope: -3 };
  expect(along([steep, good])).toEqual([1, 10]); // it never would
  expect(along([steep, { value: -5, slope: -2 }, good])).toEqual([1, 10, 28]); // 10 + 2 * 9 / (3 - 2)
  expect(along([steep, { value: -5, slope: -1 }, good])).toEqual([1, 10, 20]); // 14.5, but twice as far at the least
  expect(along([steep, { value: -5, slope: -2.95 }, good])).toEqual([1, 10, 100]);
});

it('takes a slope of exactly 0.9 of what it was, up or down, and none above', () => {
  for (const slope of [0.9, -0.9]) expect(along([{ value: 0, slope }])).toEqual([1]);
  expect(along([{ value: 0, slope: 0.91 }, good])).toHaveLength(2);
  expect(along([{ value: 0, slope: -0.91 }, good])).toEqual([1, 10]);
});

it('takes a value that is higher by no more than rounding makes it, of the size of the value', () => {
  const at = (from: number, value: number): number[] =>
    along(
      [
        { value, slope: 0 },
        { value: from, slope: 0 },
      ],
      2 ** -10,
      from,
    );
  for (const from of [4, -4]) {
    expect(at(from, from + 4 * 2 ** -10)).toEqual([1]);
    expect(at(from, from + 5 * 2 ** -10)).toHaveLength(2);
  }
});

it('goes back where the value is higher than at the last step, though lower than at the start', () => {
  const lower = { value: -5, slope: -1 };
  const tried = along([lower, { value: -4, slope: 0 }, good]);
  expect(tried).toHaveLength(3);
  expect(tried[2]).toBeGreaterThan(1);
  expect(tried[2]).toBeLessThan(10);
});
