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
