import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataEfficiency, fewShotCurve, shotsToReach } from '../../../lib/eval/fewShot/dataEfficiency.js';
import type { FewShotMethod, FewShotRow } from '../../../lib/eval/fewShot/fewShot.js';

const curve = [
  { shots: 1, value: 0.2 },
  { shots: 2, value: 0.4 },
  { shots: 4, value: 0.5 },
  { shots: 16, value: 0.9 },
];

describe('shotsToReach', () => {
  it('interpolates linearly in the logarithm of the shots', () => {
    expect(shotsToReach(curve, 0.3)).toBeCloseTo(Math.SQRT2, 12);
    expect(shotsToReach(curve, 0.7)).toBeCloseTo(8, 12);
    expect(shotsToReach(curve, 0.5)).toBe(4);
    expect(shotsToReach(curve, 0.91)).toBeUndefined();
  });

  it('goes on below its first point as between its first two, to half of it', () => {
    expect(shotsToReach(curve, -0.5)).toBe(0.5);
    expect(shotsToReach(curve, 0.1)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(shotsToReach([curve[0]!], 0.1)).toBeUndefined();
    expect(shotsToReach([{ shots: 1, value: 0.6 }, curve[1]!], 0.1)).toBe(1);
  });

  it('gives back the shots of any rising curve', () => {
    const rising = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(rising, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (steps, share) => {
        let total = 0;
        const points = steps.map((step, k) => ({ shots: 2 ** k, value: (total += step) }));
        const [low, high] = [points.at(-2)!, points.at(-1)!];
        const value = low.value + share * (high.value - low.value);
        expect(shotsToReach(points.reverse(), value)).toBeCloseTo(low.shots * 2 ** share, 6);
      }),
    );
  });
});

const row = (task: string, method: FewShotMethod, shots: number, value: number, seed = 1): FewShotRow => ({
  ...{ task, method, shots, value, seed, features: 'f', full: false, C: 1, n: 100, classes: 2, draw: null },
});

describe('dataEfficiency', () => {
  it('compares each task’s zero-shot with the mean curve of its own probes', () => {
    const rows = [
      row('a', 'zero-shot', 0, 0.5),
      ...[row('a', 'linear probe', 1, 0.3), row('a', 'linear probe', 1, 0.5, 2), row('a', 'linear probe', 4, 0.6)],
      ...[row('a', 'probe from zero-shot', 1, 0.9), row('b', 'linear probe', 1, 0.8)],
      ...[row('c', 'zero-shot', 0, 0.9), row('c', 'linear probe', 8, 0.1), row('c', 'linear probe', 2, 0.3)],
    ];
    expect(fewShotCurve(rows.slice(1, 4))).toEqual([
      { shots: 1, value: 0.4 },
      { shots: 4, value: 0.6 },
    ]);
    const [a, c, ...others] = dataEfficiency(rows);
    expect(a).toMatchObject({ task: 'a', zeroShot: 0.5, tried: 4 });
    expect(a!.examplesPerClass).toBeCloseTo(2, 12);
    expect(c).toEqual({ task: 'c', features: 'f', zeroShot: 0.9, examplesPerClass: null, tried: 8 });
    expect(others).toEqual([]);
  });
});
