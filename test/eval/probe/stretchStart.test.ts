import { expect, it } from 'vitest';
import type { SmoothFunction } from '../../../lib/eval/probe/lbfgs.js';
import { stretchStart } from '../../../lib/eval/probe/stretchStart.js';

/** |x - (2, 2)|^4 + 1, counting how often it is asked. */
function bowl(): SmoothFunction & { readonly asked: () => number } {
  let asked = 0;
  return {
    evaluate(x) {
      asked++;
      const squares = x.reduce((sum, value) => sum + (value - 2) ** 2, 0);
      return { value: squares ** 2 + 1, gradient: x.map((value) => 4 * squares * (value - 2)) };
    },
    rounding: 1e-15,
    asked: () => asked,
  };
}

it('lengthens or shortens a start to about where the function is smallest', () => {
  for (const length of [0.5, 0.9, 1.5, 2.5, 6]) {
    const loss = bowl();
    const [a, b] = stretchStart(loss, Float64Array.of(length, length));
    expect(a).toBe(b);
    // The line search stops where the slope is a tenth less than it was, and no further than that is asked of it.
    expect(Math.abs(a! - 2)).toBeLessThan(Math.abs(length - 2));
    expect(loss.asked()).toBeLessThan(8);
  }
});

it('leaves a start as it is where there is nothing to gain along it', () => {
  const loss = bowl();
  for (const start of [Float64Array.of(2, 2), Float64Array.of(0, 0), Float64Array.of(2.01, 2)]) {
    expect(stretchStart(loss, start)).toBe(start);
  }
  expect(loss.asked()).toBe(3);
});

/** scale * (|x - (2, 2)|^2 + 1): along a start its slope changes evenly. */
const parabola = (scale: number): SmoothFunction => ({
  evaluate: (x) => ({
    value: scale * (x.reduce((sum, value) => sum + (value - 2) ** 2, 0) + 1),
    gradient: x.map((value) => 2 * scale * (value - 2)),
  }),
  rounding: 1e-15,
});
const stretched = (length: number, scale = 1): number =>
  stretchStart(parabola(scale), Float64Array.of(length, length))[0]!;

it('takes twice the start or half of it where that is good, and where it is too far the very bottom', () => {
  for (const scale of [1, 100, 0.01]) {
    expect(stretched(0.5, scale)).toBe(1);
    expect(stretched(6, scale)).toBe(3);
    for (const near of [1.5, 2.5]) expect(stretched(near, scale)).toBeCloseTo(2, 9);
    expect(stretched(2.001, scale)).toBe(2.001);
  }
});

it('leaves a start as it is where a gradient lies, so that no search ends', () => {
  const start = Float64Array.of(1, 1);
  const lying: SmoothFunction = {
    evaluate: (x) => ({ value: 1 + Math.abs(x[0]! - 1), gradient: Float64Array.of(1, 1) }),
    rounding: 1e-15,
  };
  expect(stretchStart(lying, start)).toBe(start);
});
