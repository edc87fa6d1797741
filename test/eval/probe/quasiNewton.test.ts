import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { createQuasiNewton, type CurvaturePair } from '../../../lib/eval/probe/quasiNewton.js';
import { createVectorRows } from '../../../lib/eval/probe/vectorRows.js';

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The two-loop recursion as Nocedal wrote it, in float64. */
function slowDirection(pairs: readonly CurvaturePair[], gradient: Float64Array, scale: Float64Array): Float64Array {
  let q = gradient.map((value) => -value);
  const weights: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change } = pairs[k]!;
    weights[k] = dot(step, q) / dot(step, change);
    q = q.map((value, i) => value - weights[k]! * change[i]!);
  }
  q = q.map((value, i) => value * scale[i]!);
  pairs.forEach(({ step, change }, k) => {
    const weight = weights[k]! - dot(change, q) / dot(step, change);
    q = q.map((value, i) => value + weight * step[i]!);
  });
  return q;
}

/** Pairs of a bowl with those curvatures: every change is the curvature times the step. */
function drawPairs(seed: number, count: number, curvatures: Float64Array): CurvaturePair[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const step = curvatures.map(() => random.normal());
    return { step, change: step.map((value, i) => value * curvatures[i]!) };
  });
}

describe('createQuasiNewton', () => {
  it('takes the direction of the two-loop recursion over the newest pairs, also when older ones are forgotten', () => {
    const shape = fc.record({
      seed: fc.nat(1000),
      length: fc.integer({ min: 2, max: 40 }),
      count: fc.integer({ min: 0, max: 9 }),
      history: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(shape, ({ seed, length, count, history }) => {
        const random = createRandom(seed + 1);
        const curvatures = Float64Array.from({ length }, () => 0.5 + 2 * random.next());
        const scale = curvatures.map(() => 0.5 + random.next());
        const pairs = drawPairs(seed, count, curvatures);
        const gradient = curvatures.map(() => random.normal());
        const memory = createQuasiNewton(length, (v) => v.forEach((x, i) => (v[i] = x * scale[i]!)), history);
        for (const pair of pairs) {
          memory.learn(pair);
          memory.direction(gradient);
        }
        const fast = memory.direction(gradient);
        memory.dispose();
        const slow = slowDirection(pairs.slice(-history), gradient, scale);
        const size = Math.sqrt(dot(slow, slow));
        slow.forEach((value, i) => expect(Math.abs(fast[i]! - value)).toBeLessThan(1e-4 * size));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the newest pair to the preconditioner', () => {
    const seen: unknown[] = [];
    const memory = createQuasiNewton(3, (_, newest) => seen.push(newest), 2);
    const pairs = drawPairs(1, 3, Float64Array.of(1, 2, 3));
    memory.direction(Float64Array.of(1, 1, 1));
    for (const pair of pairs) {
      memory.learn(pair);
      memory.direction(Float64Array.of(1, 1, 1));
    }
    memory.dispose();
    expect(seen).toEqual([undefined, ...pairs]);
  });

  it('writes a direction where it is told to', () => {
    const memory = createQuasiNewton(2, () => undefined, 3);
    expect(memory.learn({ step: Float64Array.of(1, 0), change: Float64Array.of(2, 0) })).toBe(true);
    const [own, given] = [memory.direction(Float64Array.of(3, 4)), Float64Array.of(NaN, NaN)];
    expect(memory.direction(Float64Array.of(3, 4), given)).toBe(given);
    memory.dispose();
    expect(given).toEqual(own);
  });

  it('does not learn from a step along which the gradient did not grow', () => {
    const memory = createQuasiNewton(2, () => undefined, 3);
    expect(memory.learn({ step: Float64Array.of(1, 0), change: Float64Array.of(-1, 0) })).toBe(false);
    memory.learn({ step: Float64Array.of(0, 0), change: Float64Array.of(0, 0) });
    expect([...memory.direction(Float64Array.of(3, -4))]).toEqual([-3, 4]);
    memory.dispose();
  });

  it('learns whatever the units are, but nothing where step and change are all but at right angles', () => {
    const gradient = Float64Array.of(3, -4, 5);
    const directionAfter = (pairs: readonly CurvaturePair[]): Float64Array => {
      const memory = createQuasiNewton(3, () => undefined, 3);
      for (const pair of pairs) memory.learn(pair);
      const direction = memory.direction(gradient);
      memory.dispose();
      return direction;
    };
    const pairs = drawPairs(5, 2, Float64Array.of(1, 2, 3));
    const slow = slowDirection(pairs, gradient, new Float64Array(3).fill(1));
    for (const unit of [1e-15, 1, 1e15]) {
      const scaled = pairs.map(({ step, change }) => ({
        step: step.map((x) => x * unit),
        change: change.map((x) => x * unit),
      }));
      directionAfter(scaled).forEach((x, i) => expect(x).toBeCloseTo(slow[i]!, 4));
    }
    const crooked = { step: Float64Array.of(1e9, 0, 0), change: Float64Array.of(1e-6, 1e9, 0) };
    expect([...directionAfter([crooked])]).toEqual([-3, 4, -5]);
  });
});

it('vector rows: replaced one at a time, the others untouched', () => {
  const rows = createVectorRows(3, 4);
  rows.replace(1, Float64Array.of(1, 2, 3, 4));
  rows.replace(2, Float64Array.of(1, 1, 1, 1));
  rows.replace(1, Float64Array.of(0, 0, 0, 5));
  expect([...rows.dots(Float64Array.of(1, 10, 100, 1000))]).toEqual([0, 5000, 1111]);
  const x = Float64Array.of(1, 1, 1, 1);
  rows.addTo(x, Float32Array.of(9, 2, -1));
  expect([...x]).toEqual([0, 0, 0, 10]);
  rows.dispose();
});
