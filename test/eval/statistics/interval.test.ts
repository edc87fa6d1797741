import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../lib/io/userError.js';
import { createRandom } from '../../../lib/engine/random.js';
import { bootstrapInterval, clopperPearson } from '../../../lib/eval/statistics/interval.js';
import { goldenPath } from '../../fixtures/golden.js';

type Ends = [number, number];

const near = (value: number, digits = 9): unknown => expect.closeTo(value, digits);

describe('clopperPearson', () => {
  const golden = JSON.parse(readFileSync(goldenPath('metrics/binomial.json'), 'utf8')) as {
    clopper_pearson: { k: number; n: number; ci95: Ends; ci99_5: Ends }[];
  };

  it('is scipy’s at 95 and 99.5 %', async () => {
    for (const { k, n, ci95, ci99_5 } of golden.clopper_pearson) {
      for (const [level, [low, high]] of [
        [0.95, ci95],
        [0.995, ci99_5],
      ] as const) {
        const interval = await clopperPearson(k, n, level);
        expect(Math.abs(interval.low - low)).toBeLessThan(1e-8);
        expect(Math.abs(interval.high - high)).toBeLessThan(1e-8);
      }
    }
    expect(golden.clopper_pearson.length).toBeGreaterThan(50);
  });

  it('refuses what is no count or no confidence', async () => {
    for (const [k, n] of [
      [-1, 4],
      [5, 4],
      [1.5, 4],
      [NaN, 4],
    ] as const) {
      await expect(clopperPearson(k, n)).rejects.toThrow(UserError);
    }
    await expect(clopperPearson(1, 2.5)).rejects.toThrow(UserError);
    for (const level of [95, 1, 0, -0.1, NaN]) await expect(clopperPearson(1, 4, level)).rejects.toThrow(UserError);
  });

  it('has an end of its own where none or all were right: the other tail alone is cut off', async () => {
    // (1 - p)^n = 0.025
    expect(await clopperPearson(0, 10)).toEqual({ low: 0, high: near(1 - 0.025 ** 0.1, 10) });
    expect(await clopperPearson(10, 10)).toEqual({ low: near(0.025 ** 0.1, 10), high: 1 });
  });
});

describe('bootstrapInterval', () => {
  const random = createRandom(1);
  const values = Array.from({ length: 400 }, () => random.normal());
  const mean = (indices: Int32Array): number => indices.reduce((sum, k) => sum + values[k]!, 0) / indices.length;

  it('is close to the normal interval for a mean, and wider for more confidence', () => {
    const center = mean(Int32Array.from(values.keys()));
    const narrow = bootstrapInterval(400, mean, { random: createRandom(2) });
    const wide = bootstrapInterval(400, mean, { random: createRandom(2), level: 0.999 });
    expect(center - narrow.low).toBeCloseTo(1.96 / 20, 1.8);
    expect(narrow.high - center).toBeCloseTo(1.96 / 20, 1.8);
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
  });

  it('ends at the percentiles of what the resamples give, in order of size', () => {
    // 0, 1, ... but not in that order: a permutation.
    const given = (count: number): (() => number) => {
      let k = 0;
      return () => (k++ * 37) % count;
    };
    const random = createRandom(1);
    // Between 0 and 1,000 (1,001 values) a share lies at 1,000 times itself; and so on.
    expect(bootstrapInterval(3, given(1001), { random, resamples: 1001 })).toEqual({ low: near(25), high: near(975) });
    expect(bootstrapInterval(3, given(101), { random, resamples: 101, level: 0.5 })).toEqual({
      low: near(25),
      high: near(75),
    });
    // A thousand resamples where nobody says how many.
    expect(bootstrapInterval(3, given(1000), { random })).toEqual({ low: near(24.975), high: near(974.025) });
  });

  it('draws as many samples as there are, any of them, and again', () => {
    const seen = new Set<number>();
    let repeated = false;
    bootstrapInterval(
      5,
      (indices) => {
        expect(indices.length).toBe(5);
        indices.forEach((k) => seen.add(k));
        repeated ||= new Set(indices).size < 5;
        return 0;
      },
      { random: createRandom(1), resamples: 40 },
    );
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(repeated).toBe(true);
  });

  it('is moved, where that is asked, so that its median is what the samples themselves give', () => {
    // The samples in order give 50; every resample gives 3 more than some value around 40.
    const inOrder = (indices: Int32Array): boolean => indices.length === 30 && indices.every((k, at) => k === at);
    let k = 0;
    const statistic = (indices: Int32Array): number => (inOrder(indices) ? 50 : 43 + ((k++ * 37) % 101) - 50);
    const options = { random: createRandom(4), resamples: 101, level: 0.5 };
    const plain = bootstrapInterval(30, statistic, options);
    expect(plain).toEqual({ low: near(18), high: near(68) });
    k = 0;
    const centered = bootstrapInterval(30, statistic, { ...options, centered: true });
    expect(centered).toEqual({ low: near(25), high: near(75) });
  });

  it('is the same for the same seed', () => {
    const draw = (seed: number) => bootstrapInterval(400, mean, { random: createRandom(seed), resamples: 50 });
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });
});
