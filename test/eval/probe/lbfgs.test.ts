import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimize, type LbfgsOptions, type SmoothFunction } from '../../../lib/eval/probe/lbfgs.js';
import { searchLine } from '../../../lib/eval/probe/lineSearch.js';

const plain: LbfgsOptions = {
  closeEnough: (decrease) => decrease < 1e-24,
  precondition: () => undefined,
  maxIterations: 500,
};

/** Rosenbrock's valley in pairs of variables; its minimum is 0 at ones. */
const valley: SmoothFunction = {
  rounding: 1e-15,
  evaluate(x) {
    const gradient = new Float64Array(x.length);
    let value = 0;
    for (let i = 0; i < x.length; i += 2) {
      const [a, b] = [x[i]!, x[i + 1]!];
      value += (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      gradient[i] = 2 * (a - 1) - 400 * a * (b - a * a);
      gradient[i + 1] = 200 * (b - a * a);
    }
    return { value, gradient };
  },
};

/** 5 + sum of scale (x - center)^2 / 2, in float32 if asked. */
const bowl = (scales: readonly number[], center: readonly number[], single = false): SmoothFunction => ({
  rounding: single ? 2e-7 : 1e-15,
  evaluate(x) {
    const round = single ? Math.fround : Number;
    const offsets = center.map((c, i) => round(x[i]!) - round(c));
    const value = offsets.reduce((sum, d, i) => sum + (scales[i]! * d * d) / 2, 5);
    return { value: round(value), gradient: Float64Array.from(offsets, (d, i) => round(scales[i]! * d)) };
  },
});

describe('minimize', () => {
  it('follows a curved valley to its end', () => {
    const { x, converged } = minimize([valley], Float64Array.of(-1.2, 1, 3, -2, 0, 0), plain);
    expect(converged).toBe(true);
    for (const value of x) expect(value).toBeCloseTo(1, 6);
  });

  it('finds the bottom of any bowl, whatever its scales', () => {
    const axis = fc.record({
      scale: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      center: fc.integer({ min: -9, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 8 }), (axes) => {
        const center = axes.map((a) => a.center);
        const f = bowl(
          axes.map((a) => a.scale),
          center,
        );
        const { value } = minimize([f], new Float64Array(axes.length), plain);
        expect(value).toBeCloseTo(5, 9);
      }),
    );
  });

  it('takes one step where the preconditioner is the inverse Hessian', () => {
    const scales = [1e-3, 1, 1e4];
    const options = { ...plain, precondition: (v: Float64Array) => v.forEach((g, i) => (v[i] = g / scales[i]!)) };
    expect(minimize([bowl(scales, [3, -2, 1])], new Float64Array(3), options)).toMatchObject({
      iterations: 1,
      converged: true,
    });
  });

  it('goes on at higher precision where rounding stops the lower', () => {
    const scales = [1, 50, 2e6];
    const center = [1 / 3, 0.7, -0.1];
    const coarse = minimize([bowl(scales, center, true)], new Float64Array(3), plain);
    const fine = minimize([bowl(scales, center, true), bowl(scales, center)], new Float64Array(3), plain);
    const distance = (x: Float64Array): number => Math.max(...center.map((c, i) => Math.abs(x[i]! - c)));
    expect(distance(coarse.x)).toBeGreaterThan(1e-10);
    expect(distance(fine.x)).toBeLessThan(1e-12);
  });

  it('comes to the same, to the last bit, whether gradients are written in the room that it gives or not', () => {
    const inPlace: SmoothFunction = {
      rounding: valley.rounding,
      evaluate(x, into = new Float64Array(x.length)) {
        const { value, gradient } = valley.evaluate(x);
        into.set(gradient);
        return { value, gradient: into };
      },
    };
    const start = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 60 }), (values, maxIterations) => {
        const from = Float64Array.from(values);
        const [one, other] = [inPlace, valley].map((f) => minimize([f, f], from, { ...plain, maxIterations }));
        expect(one).toEqual(other);
        expect([...from]).toEqual(values);
      }),
    );
  });

  it('says when the iterations ran out', () => {
    const { iterations, converged } = minimize([valley], Float64Array.of(-1.2, 1), { ...plain, maxIterations: 3 });
    expect({ iterations, converged }).toEqual({ iterations: 3, converged: false });
  });
});

describe('minimize ends', () => {
  const start = Float64Array.of(0, 0);
  const scales = [2, 8];
  const inverse = (v: Float64Array): void => v.forEach((g, i) => (v[i] = g / scales[i]!));

  it('where the decrease that is promised is small enough, which for a bowl is all that there is', () => {
    const asked: number[][] = [];
    const found = minimize([bowl(scales, [1, 2])], start, {
      ...plain,
      precondition: inverse,
      closeEnough: (promised, value) => asked.push([promised, value]) > 0,
    });
    // 2 * 1 / 2 + 8 * 4 / 2 above the bottom, which is 5.
    expect(asked).toEqual([[17, 22]]);
    expect(found).toEqual({ x: start, value: 22, iterations: 0, converged: true });
  });

  it('where it is told to stop, with what it has', () => {
    const seen: number[] = [];
    const found = minimize([valley], Float64Array.of(-1.2, 1), {
      ...plain,
      stop: (_, iterations) => seen.push(iterations) === 3,
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(found).toMatchObject({ iterations: 3, converged: false });
    expect(found.value).toBe(valley.evaluate(found.x).value);
  });

  it('at the start, and calls that the bottom, where no step along the gradient helps', () => {
    const lying: SmoothFunction = {
      rounding: 1e-15,
      evaluate: (x) => ({ value: 1 + Math.abs(x[0]!), gradient: Float64Array.of(1, 0) }),
    };
    expect(minimize([lying], start, plain)).toEqual({ x: start, value: 1, iterations: 0, converged: true });
  });
});

describe('searchLine', () => {
  it('meets the strong Wolfe conditions from near and far', () => {
    const scale = fc.double({ min: 1e-4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(scale, (s) => {
        // log(1 + exp) falls steeply, then flat: a quadratic model is wrong at both ends.
        const at = (step: number) => {
          const t = s * step - 3;
          const value = Math.log1p(Math.exp(-t)) + 0.05 * t * t;
          return { step, value, slope: s * (-1 / (1 + Math.exp(t)) + 0.1 * t) };
        };
        const start = at(0);
        const found = searchLine(start, at, 1e-15)!;
        expect(found.value).toBeLessThanOrEqual(start.value + 1e-4 * found.step * start.slope);
        expect(Math.abs(found.slope)).toBeLessThanOrEqual(0.9 * Math.abs(start.slope));
      }),
    );
  });

  it('gives up on a slope that lies', () => {
    expect(
      searchLine({ step: 0, value: 1, slope: -1 }, (step) => ({ step, value: 1 + step, slope: 1 }), 1e-15),
    ).toBeUndefined();
  });
});
