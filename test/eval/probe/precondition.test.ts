import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../lib/engine/random.js';
import { logisticLoss } from '../../../lib/eval/probe/logisticLoss.js';
import { principalAxes, type PrincipalAxes } from '../../../lib/eval/probe/principalAxes.js';

const [N, D, K, C] = [12, 4, 3, 0.25];
const random = createRandom(3);
const features = { data: Float32Array.from({ length: N * D }, () => 2 * random.normal() + 1), rows: N, columns: D };
const labels = Int32Array.from({ length: N }, (_, n) => n % K);
const prior = new Float32Array(N * K);
const drawVector = (): Float64Array => Float64Array.from({ length: (D + 1) * K }, () => random.normal());

/** What the curvature is along every parameter where the share is `share` and rows up to `penalized` have a penalty. */
function curvatures(axes: PrincipalAxes, share: number, penalized: number): Float64Array {
  const spread = [...axes.spread, N];
  return Float64Array.from({ length: (D + 1) * K }, (_, i) => {
    const row = Math.floor(i / K);
    return share * spread[row]! + (row < penalized ? 1 / C : 0);
  });
}

describe.each([
  ['without a prior intercepts are free', undefined, D],
  ['with a prior intercepts are penalized', prior, D + 1],
] as const)('the first guess of the inverse Hessian: %s', (_, given, penalized) => {
  it('is that at equal probabilities, as finite differences of the gradient find it', () => {
    const axes = principalAxes(features);
    const loss = logisticLoss(axes, labels, K, given);
    const [, exact] = loss.functions(C);
    const zero = new Float64Array((D + 1) * K);
    const hessian = zero.map((__, i) => {
      const [up, down] = [1e-4, -1e-4].map(
        (move) => exact!.evaluate(zero.map((x, j) => (i === j ? move : x))).gradient[i]!,
      );
      return (up! - down!) / 2e-4;
    });
    const vector = drawVector();
    const guessed = Float64Array.from(vector);
    loss.precondition(C)(guessed, undefined);
    guessed.forEach((x, i) => expect((x * hessian[i]!) / vector[i]!).toBeCloseTo(1, 5));
    loss.dispose();
    axes.dispose();
  });

  it('takes from the newest pair what the share has come to', () => {
    const axes = principalAxes(features);
    const loss = logisticLoss(axes, labels, K, given);
    for (const share of [0.2, 0.01]) {
      const hessian = curvatures(axes, share, penalized);
      const step = drawVector();
      const vector = drawVector();
      const guessed = Float64Array.from(vector);
      loss.precondition(C)(guessed, { step, change: step.map((x, i) => x * hessian[i]!) });
      guessed.forEach((x, i) => expect((x * hessian[i]!) / vector[i]!).toBeCloseTo(1, 6));
    }
    loss.dispose();
    axes.dispose();
  });

  it('reads it off the intercepts, too', () => {
    const axes = principalAxes(features);
    const loss = logisticLoss(axes, labels, K, given);
    const hessian = curvatures(axes, 0.1, penalized);
    const step = drawVector().map((x, i) => (i >= D * K ? x : 0));
    const vector = drawVector();
    const guessed = Float64Array.from(vector);
    loss.precondition(C)(guessed, { step, change: step.map((x, i) => x * hessian[i]!) });
    guessed.forEach((x, i) => expect((x * hessian[i]!) / vector[i]!).toBeCloseTo(1, 6));
    loss.dispose();
    axes.dispose();
  });

  it('stays a descent where a pair says that the loss curves the other way', () => {
    const axes = principalAxes(features);
    const loss = logisticLoss(axes, labels, K, given);
    const hessian = curvatures(axes, 1e-12, penalized);
    const step = drawVector();
    const vector = drawVector();
    const guessed = Float64Array.from(vector);
    loss.precondition(C)(guessed, { step, change: step.map((x) => -x) });
    guessed.forEach((x, i) => expect((x * hessian[i]!) / vector[i]!).toBeCloseTo(1, 6));
    loss.dispose();
    axes.dispose();
  });
});
