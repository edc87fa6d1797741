import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../lib/io/userError.js';
import { createRandom } from '../../lib/engine/random.js';
import { bootstrapInterval, clopperPearson } from '../../lib/eval/interval.js';
import { goldenPath } from '../fixtures/golden.js';

type Ends = [number, number];

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
    await expect(clopperPearson(1, 4, 95)).rejects.toThrow('not between 0 and 1');
  });
});

describe('bootstrapInterval', () => {
  const random = createRandom(1);
  const values = Array.from({ length: 400 }, () => random.normal());
  const mean = (indices: Int32Array): number => indices.reduce((sum, k) => sum + values[k]!, 0) / indices.length;

  it('is close to the normal interval for a mean, and wider for more confidence', () => {
    const centre = mean(Int32Array.from(values.keys()));
    const narrow = bootstrapInterval(400, mean, { random: createRandom(2) });
    const wide = bootstrapInterval(400, mean, { random: createRandom(2), level: 0.999 });
    expect(centre - narrow.low).toBeCloseTo(1.96 / 20, 1.8);
    expect(narrow.high - centre).toBeCloseTo(1.96 / 20, 1.8);
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
  });

  it('is the same for the same seed', () => {
    const draw = (seed: number) => bootstrapInterval(400, mean, { random: createRandom(seed), resamples: 50 });
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });
});
