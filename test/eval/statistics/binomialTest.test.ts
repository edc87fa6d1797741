import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import { binomialTest } from '../../../lib/eval/statistics/binomialTest.js';
import { bonferroni } from '../../../lib/eval/statistics/bonferroni.js';
import { clopperPearson } from '../../../lib/eval/statistics/interval.js';
import { goldenPath } from '../../fixtures/golden.js';

interface Count {
  correct: number;
  n: number;
}

const golden = JSON.parse(readFileSync(goldenPath('metrics/binomial.json'), 'utf8')) as {
  tails: { k: number; n: number; p0: number; p_greater: number; p_less?: number; log10_p_greater: number | null }[];
  bonferroni: { alpha: number; p_values: number[]; adjusted: number[]; reject: boolean[] }[];
  overlap_analysis: {
    overlap: Count;
    clean: Count;
    p_one_sided_greater_null_is_clean_accuracy: number;
    clopper_pearson_99_5_of_overlap: [number, number];
  }[];
};
const relative = (value: number, wanted: number): number => (value === wanted ? 0 : Math.abs(value / wanted - 1));

describe('binomialTest', () => {
  it('is scipy’s and 60-digit arithmetic’s, both ways', async () => {
    for (const { k, n, p0, p_greater: greater, p_less: less, log10_p_greater: exponent } of golden.tails) {
      if (k > n) {
        await expect(binomialTest(k, n, p0)).rejects.toThrow('is no count');
        continue;
      }
      // Below the smallest float64 there is nothing to compare.
      if (exponent !== null && exponent < -300) expect(await binomialTest(k, n, p0)).toBeLessThan(1e-299);
      else expect(relative(await binomialTest(k, n, p0), greater)).toBeLessThan(1e-8);
      if (less !== undefined) expect(relative(await binomialTest(k, n, p0, 'less'), less)).toBeLessThan(1e-8);
    }
    expect(golden.tails.length).toBe(49);
  });

  it('with the interval tells overlap from clean images as the paper does', async () => {
    for (const { overlap, clean, ...wanted } of golden.overlap_analysis) {
      if (overlap.n === 0) {
        await expect(clopperPearson(overlap.correct, overlap.n, 0.995)).rejects.toThrow(RangeError);
        continue;
      }
      const p = await binomialTest(overlap.correct, overlap.n, clean.correct / clean.n);
      expect(relative(p, wanted.p_one_sided_greater_null_is_clean_accuracy)).toBeLessThan(1e-8);
      const { low, high } = await clopperPearson(overlap.correct, overlap.n, 0.995);
      expect(Math.abs(low - wanted.clopper_pearson_99_5_of_overlap[0])).toBeLessThan(1e-8);
      expect(Math.abs(high - wanted.clopper_pearson_99_5_of_overlap[1])).toBeLessThan(1e-8);
    }
  });

  it('refuses what is no count or no probability', async () => {
    for (const [k, n] of [
      [-1, 4],
      [5, 4],
      [1.5, 4],
      [NaN, 4],
    ] as const)
      await expect(binomialTest(k, n, 0.5)).rejects.toThrow('is no count');
    for (const share of [-0.1, 1.1, NaN])
      await expect(binomialTest(1, 4, share)).rejects.toThrow('not between 0 and 1');
  });
});

describe('bonferroni', () => {
  it('corrects as the reference does', () => {
    for (const { alpha, p_values: p, adjusted, reject } of golden.bonferroni) {
      const corrected = bonferroni(p, alpha);
      expect(corrected.map((test) => test.significant)).toEqual(reject);
      corrected.forEach((test, k) => expect(relative(test.adjusted, adjusted[k]!)).toBeLessThan(1e-12));
      expect(corrected.map((test) => test.p)).toEqual(p);
    }
  });

  it('refuses what is no probability', () => {
    expect(() => bonferroni([0.1, 1.2])).toThrow('1.2 is not between 0 and 1');
    expect(() => bonferroni([0.1], NaN)).toThrow(UserError);
  });
});
