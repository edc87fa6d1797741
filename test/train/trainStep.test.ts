import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { contrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import type { Clip } from '../../lib/models/clip.js';
import type { AdamW } from '../../lib/train/adamW.js';
import { CONTRASTIVE } from '../../lib/train/objectives/contrastive.js';
import { createRun, disposeAllButModel, type TrainingRun } from '../../lib/train/trainingRun.js';
import { trainStep, type StepOptions, type StepResult } from '../../lib/train/trainStep.js';
import { TINY } from './tinyRun.js';

const OPTIONS = { precision: 'fp32', learningRate: 1e-2, clipNorm: 0.5, step: 0 } as const;
const ADAM = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.2 };

let run: TrainingRun;
let model: Clip;
let optimizer: AdamW;
let pixels: Tensor4D;
let tokens: Tensor2D;
beforeEach(() => {
  run = createRun({ ...TINY, ...ADAM }, CONTRASTIVE, 50, createRandom(1));
  ({ model, optimizer } = run);
  const random = createRandom(2);
  pixels = tf.tensor4d(
    Float32Array.from({ length: 8 * 16 * 16 * 3 }, () => random.normal()),
    [8, 16, 16, 3],
  );
  tokens = tf.tensor2d(
    Int32Array.from({ length: 80 }, () => 1 + random.int(49)),
    [8, 10],
    'int32',
  );
});
afterEach(() => {
  model.dispose();
  disposeAllButModel(run);
  tf.dispose([pixels, tokens]);
});

/** A step on the pictures given, or on several batches of them. */
const take = (options: StepOptions, images = pixels, batches = 1): StepResult =>
  trainStep(
    run,
    CONTRASTIVE,
    Array.from({ length: batches }, () => () => ({ pixels: images.clone(), tokens: tokens.clone() })),
    options,
  );

const weights = (): number[][] => model.parameters.trainable().map((variable) => [...variable.dataSync()]);

describe('trainStep', () => {
  it('is the loss, its gradients clipped together, and AdamW, written out', () => {
    const variables = model.parameters.trainable();
    const mode = { training: true, precision: 'fp32' } as const;
    const before = weights();
    const { value, grads } = tf.variableGrads(
      () =>
        contrastiveLoss(
          model.encodeImage(pixels, mode),
          model.encodeText(tokens, mode),
          model.parameters.get('logit_scale'),
        ),
      variables,
    );
    const gradients = variables.map((variable) => [...grads[variable.name]!.dataSync()]);
    const norm = Math.hypot(...gradients.flat());
    const result = take(OPTIONS);
    expect(result.loss).toBeCloseTo(value.dataSync()[0]!, 5);
    expect(result.gradientNorm / norm).toBeCloseTo(1, 4);
    expect(norm).toBeGreaterThan(OPTIONS.clipNorm);
    weights().forEach((after, v) => {
      const decay = variables[v]!.rank >= 2 ? ADAM.weightDecay : 0;
      after.forEach((weight, i) => {
        const g = (gradients[v]![i]! * OPTIONS.clipNorm) / norm;
        const old = before[v]![i]!;
        // At the first step both moments, freed of their bias, are the gradient and its square.
        const expected = old - OPTIONS.learningRate * (decay * old + g / (Math.abs(g) + ADAM.epsilon));
        // Where a gradient is near the rounding error of float32 its direction may differ.
        if (Math.abs(g) > 1e-5) expect(Math.abs(weight - expected), variables[v]!.name).toBeLessThan(2e-3);
      });
    });
    tf.dispose([value, ...Object.values(grads)]);
  });

  it('leaves a batch that is not finite without any trace, and says so', () => {
    const before = weights();
    const poisoned = tf.tidy(() => tf.where(tf.greater(pixels, 3), tf.onesLike(pixels).mul(NaN), pixels) as Tensor4D);
    const { loss, gradientNorm } = take(OPTIONS, poisoned);
    expect(Number.isFinite(loss) && Number.isFinite(gradientNorm)).toBe(false);
    expect(weights()).toEqual(before);
    for (const { mean, variance } of optimizer.moments()) {
      expect([...mean.dataSync(), ...variance.dataSync()].every((x) => x === 0)).toBe(true);
    }
    poisoned.dispose();
  });

  it('keeps the logit scale at or below 100', () => {
    const scale = model.parameters.get('logit_scale');
    tf.tidy(() => scale.assign(tf.scalar(Math.log(100) - 1e-4)));
    for (let step = 0; step < 3; step++) take({ ...OPTIONS, learningRate: 1, step });
    expect(Math.exp(scale.dataSync()[0]!)).toBeLessThanOrEqual(100 * (1 + 1e-6));
  });

  it('leaks nothing', () => {
    const before = tf.memory().numTensors;
    take(OPTIONS);
    take({ ...OPTIONS, step: 1 }, pixels, 2);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('of the same batch twice is what it is of that batch once', () => {
    const once = take(OPTIONS);
    const expected = weights();
    const fresh = createRun({ ...TINY, ...ADAM }, CONTRASTIVE, 50, createRandom(1));
    const batch = () => ({ pixels: pixels.clone(), tokens: tokens.clone() });
    const twice = trainStep(fresh, CONTRASTIVE, [batch, batch], OPTIONS);
    expect(twice.loss).toBeCloseTo(once.loss, 5);
    expect(twice.gradientNorm / once.gradientNorm).toBeCloseTo(1, 4);
    fresh.model.parameters.trainable().forEach((variable, v) => {
      const worst = Math.max(...variable.dataSync().map((x, i) => Math.abs(x - expected[v]![i]!)));
      // Where a gradient is near rounding its direction may differ, and a first step is as long as the learning rate.
      expect(worst, variable.name).toBeLessThan(2.1 * OPTIONS.learningRate);
    });
    fresh.model.dispose();
    disposeAllButModel(fresh);
  });
});
