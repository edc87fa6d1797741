import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adamWStep } from '../../lib/engine/adamWStep.js';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';

const SHAPES = [[3, 5], [7], [], [40_000], [2, 2, 3, 4]];

it('is AdamW as it is written in the paper, number by number, for tensors of any shape at once', () => {
  const count = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);
  const settings = fc.record({
    learningRate: fc.double({ min: 1e-5, max: 0.1, noNaN: true }),
    beta1: fc.double({ min: 0, max: 0.99, noNaN: true }),
    beta2: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    step: fc.integer({ min: 0, max: 5000 }),
    gradientScale: fc.double({ min: 0.01, max: 1, noNaN: true }),
    decay: fc.double({ min: 0, max: 0.3, noNaN: true }),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(settings, ({ decay, seed, ...given }) => {
      const random = createRandom(seed);
      const draw = (f: (x: number) => number): Float32Array[] =>
        SHAPES.map((shape) => Float32Array.from({ length: count(shape) }, () => f(random.normal())));
      const values = {
        weights: draw((x) => x),
        means: draw((x) => x),
        variances: draw((x) => x * x),
        gradients: draw((x) => x),
      };
      const epsilon = 1e-6;
      const kept = SHAPES.map((shape) => (shape.length >= 2 ? 1 - given.learningRate * decay : 1));
      tf.tidy(() => {
        const tensors = (of: Float32Array[]) => of.map((data, k) => tf.tensor(data, SHAPES[k]));
        const made = adamWStep(
          {
            weights: tensors(values.weights),
            means: tensors(values.means),
            variances: tensors(values.variances),
            gradients: tensors(values.gradients),
          },
          { ...given, epsilon, kept },
        );
        SHAPES.forEach((shape, k) => {
          expect(made.weights[k]!.shape).toEqual(shape);
          const next = (of: (g: number, m: number, v: number, w: number) => number): number[] =>
            Array.from(values.weights[k]!, (w, i) =>
              of(values.gradients[k]![i]! * given.gradientScale, values.means[k]![i]!, values.variances[k]![i]!, w),
            );
          const { beta1, beta2, learningRate, step } = given;
          const mean = (g: number, m: number): number => beta1 * m + (1 - beta1) * g;
          const variance = (g: number, v: number): number => beta2 * v + (1 - beta2) * g * g;
          expectClose(made.means[k]!.dataSync(), next(mean), 2e-6, 'means');
          expectClose(
            made.variances[k]!.dataSync(),
            next((g, _, v) => variance(g, v)),
            1e-5,
            'variances',
          );
          const weight = (g: number, m: number, v: number, w: number): number => {
            const unbiased = mean(g, m) / (1 - beta1 ** (step + 1));
            const spread = Math.sqrt(variance(g, v) / (1 - beta2 ** (step + 1)));
            return kept[k]! * w - (learningRate * unbiased) / (spread + epsilon);
          };
          // Where the second moment is nearly nothing a step is as long as its rounding makes it.
          const expected = next(weight);
          const least = Math.min(...next((g, _, v) => variance(g, v)));
          expectClose(made.weights[k]!.dataSync(), expected, 1e-5 * (1 + learningRate / Math.sqrt(least)), 'weights');
        });
      });
    }),
    { numRuns: 12 },
  );
});

it('leaves what it was given as it was, and no tensor behind but its results', () => {
  const weights = [tf.tensor1d([1, 2])];
  const others = { means: [tf.zeros([2])], variances: [tf.zeros([2])], gradients: [tf.ones([2])] };
  const before = tf.memory().numTensors;
  const settings = { learningRate: 0.1, beta1: 0.9, beta2: 0.98, epsilon: 1e-6, step: 0, gradientScale: 1, kept: [1] };
  const made = adamWStep({ weights, ...others }, settings);
  expect(tf.memory().numTensors).toBe(before + 3);
  expect([...weights[0]!.dataSync()]).toEqual([1, 2]);
  expect([...others.means[0]!.dataSync(), ...others.variances[0]!.dataSync()]).toEqual([0, 0, 0, 0]);
  expectClose(made.weights[0]!.dataSync(), [0.9, 1.9], 1e-5);
});

it('refuses tensors that are not shaped alike', () => {
  const one = (shape: number[]): ReturnType<typeof tf.ones>[] => [tf.ones(shape)];
  const settings = { learningRate: 0.1, beta1: 0.9, beta2: 0.98, epsilon: 1e-6, step: 0, gradientScale: 1, kept: [1] };
  const tensors = { weights: one([2, 3]), means: one([2, 3]), variances: one([2, 3]), gradients: one([3, 2]) };
  expect(() => adamWStep(tensors, settings)).toThrow('shaped alike');
});
