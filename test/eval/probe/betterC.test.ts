import fc from 'fast-check';
import { expect, it } from 'vitest';
import { betterC, type JudgedC } from '../../../lib/eval/probe/betterC.js';

/** Few scores and places, so that many tie. */
const judged = fc.record({ log10C: fc.integer({ min: -4, max: 4 }), score: fc.constantFrom(0.4, 0.5, 0.6) });
const same = (a: JudgedC, b: JudgedC): boolean => a.log10C === b.log10C && a.score === b.score;

it('prefers a better score to any place, then the C nearest to 1, then the smaller', () => {
  const best: JudgedC[] = [
    ...[0, -1, 1, -2, 2].map((log10C) => ({ log10C, score: 0.6 })),
    ...[0, -1, 1, -2, 2].map((log10C) => ({ log10C, score: 0.5 })),
  ];
  best.forEach((one, k) => best.forEach((other, j) => expect(betterC(one, other)).toBe(k < j)));
});

it('of any two that differ prefers exactly one', () => {
  fc.assert(
    fc.property(judged, judged, (a, b) => {
      expect(Number(betterC(a, b)) + Number(betterC(b, a))).toBe(same(a, b) ? 0 : 1);
    }),
  );
});
