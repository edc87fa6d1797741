import { expect, it } from 'vitest';
import { canStillWin } from '../../../lib/eval/probe/canStillWin.js';
import { shareCorrect } from '../../../lib/eval/probe/searchC.js';

const labels = new Int32Array(10);
/** Predictions of which the first so many are right. */
const right = (count: number): Int32Array => labels.map((_, n) => (n < count ? 0 : 1));

it('hopes for once more what the last half of the iterations brought, and says nothing before the fourth look', () => {
  const hopes: number[] = [];
  const ask = canStillWin(labels, shareCorrect, (hoped) => hopes.push(hoped) > 0 && hoped > 0.7);
  expect([1, 2, 4, 5].map((count) => ask(right(count)))).toEqual([true, true, true, true]);
  // From 2 to 5 right: three came, and three more might.
  expect(hopes).toEqual([0.5 + 0.3]);
  expect(ask(right(5))).toBe(false); // of 4 at the third look one came since: 0.5 + 0.1
  expect(hopes.at(-1)).toBeCloseTo(0.6, 12);
});

it('does not set what turned wrong against what turned right', () => {
  const ask = canStillWin(labels, shareCorrect, (hoped) => hoped > 0.5);
  const [low, high] = [right(3), labels.map((_, n) => (n >= 7 ? 0 : 1))];
  expect([low, low, high, high].map((predicted) => ask(predicted))).toEqual([true, true, true, true]);
});
