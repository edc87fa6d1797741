import { expect, it } from 'vitest';
import fc from 'fast-check';
import { createRandom } from '../../lib/engine/random.js';

it('the same seed gives the same sequence, another seed another, a fork neither', () => {
  const draw = (random = createRandom(5)): number[] => Array.from({ length: 50 }, () => random.next());
  expect(draw()).toEqual(draw());
  expect(draw(createRandom(6))).not.toEqual(draw());
  expect(draw(createRandom(5).fork('a'))).not.toEqual(draw(createRandom(5).fork('b')));
});

it('a fork depends on seed and label, not on what was drawn before', () => {
  const random = createRandom(9);
  const early = random.fork('x').next();
  random.next();
  expect(random.fork('x').next()).toBe(early);
});

it('uniform, integer and normal draws have the moments they should', () => {
  const random = createRandom(1);
  const n = 20_000;
  const mean = (f: () => number): number => Array.from({ length: n }, f).reduce((a, b) => a + b, 0) / n;
  expect(mean(() => random.next())).toBeCloseTo(0.5, 1);
  expect(mean(() => random.int(7))).toBeCloseTo(3, 0);
  expect(mean(() => random.normal())).toBeCloseTo(0, 1);
  expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1);
});

it('shuffle keeps every element and moves them without favor', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
      const shuffled = createRandom(seed).shuffle([...values]);
      expect(shuffled.sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b));
    }),
  );
  const first = new Map<number, number>();
  const random = createRandom(3);
  for (let k = 0; k < 6000; k++) {
    const [head] = random.shuffle([0, 1, 2]);
    first.set(head!, (first.get(head!) ?? 0) + 1);
  }
  for (const count of first.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
});
