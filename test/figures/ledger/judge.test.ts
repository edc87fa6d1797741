import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judge, judgeAll } from '../../../lib/figures/ledger/judge.js';
import { VERDICTS } from '../../../lib/figures/ledger/verdicts.js';

it.each([
  [{ low: 0.1, high: 2 }, { above: 0 }, 'holds here'],
  [{ low: 0, high: 2 }, { above: 0 }, 'cannot tell here'],
  [{ low: -1, high: 2 }, { above: 0 }, 'cannot tell here'],
  [{ low: -1, high: 0 }, { above: 0 }, 'does not hold here'],
  [{ low: 0, high: 0 }, { above: 0 }, 'does not hold here'],
  [{ low: -2, high: -1 }, { below: 0 }, 'holds here'],
  [{ low: 1, high: 2 }, { below: 0 }, 'does not hold here'],
  [{ low: 2.5, high: 7 }, { above: 2, below: 8 }, 'holds here'],
  [{ low: 1, high: 7 }, { above: 2, below: 8 }, 'cannot tell here'],
  [{ low: 0.5, high: 1 }, { above: 2, below: 8 }, 'does not hold here'],
  [{ low: 9, high: Infinity }, { above: 2, below: 8 }, 'does not hold here'],
  [{ low: 1, high: 20 }, { above: 2, below: 8 }, 'cannot tell here'],
  [null, { above: 0 }, 'cannot tell here'],
] as const)('of %o and %o says: %s', (interval, side, verdict) => {
  expect(judge(interval, side)).toBe(verdict);
});

it('never says both of a claim and of its contrary', () => {
  const number = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, number, number, (one, other, threshold) => {
      const interval = { low: Math.min(one, other), high: Math.max(one, other) };
      const [above, below] = [judge(interval, { above: threshold }), judge(interval, { below: threshold })];
      if (above === 'holds here') expect(below).toBe('does not hold here');
      if (below === 'holds here') expect(above).toBe('does not hold here');
    }),
  );
});

it.each([
  [{ low: 2, high: 1 }, { above: 0 }, 'the interval is from 2 to 1'],
  [{ low: NaN, high: 1 }, { above: 0 }, 'the interval is from NaN to 1'],
  [{ low: 0, high: 1 }, {}, 'expected a number as above, as below or as both'],
  [{ low: 0, high: 1 }, { above: NaN }, 'expected a number as above'],
] as const)('refuses %o with %o', (interval, side, sentence) => {
  expect(() => judge(interval, side)).toThrow(sentence);
});

it('a claim of several conditions holds where all do, and does not where one does not', () => {
  const verdict = fc.constantFrom(...VERDICTS);
  fc.assert(
    fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
      const joined = judgeAll(verdicts);
      expect(joined === 'holds here').toBe(verdicts.every((one) => one === 'holds here'));
      expect(joined === 'does not hold here').toBe(verdicts.includes('does not hold here'));
    }),
  );
  expect(judgeAll(['holds here', 'cannot tell here'])).toBe('cannot tell here');
  expect(judgeAll(['needs the released weights', 'cannot tell here'])).toBe('needs the released weights');
  expect(() => judgeAll([])).toThrow('there is no verdict to join');
});
