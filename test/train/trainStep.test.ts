import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { contrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import { initialiseClip, type Clip } from '../../lib/models/clip.js';
import { createAdamW, type AdamW } from '../../lib/train/adamW.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { trainStep } from '../../lib/train/trainStep.js';
import { TINY } from './tinyRun.js';

const OPTIONS = { precision: 'fp32', learningRate: 1e-2, clipNorm: 0.5, step: 0 } as const;
const ADAM = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.2 };

let model: Clip;
let optimizer: AdamW;
let pixels: Tensor4D;
let tokens: Tensor2D;
beforeEach(() => {
  model = initialiseClip(modelConfig(TINY, 50), createRandom(1));
  optimizer = createAdamW(model.parameters.trainable(), ADAM);
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
  optimizer.dispose();
  tf.dispose([pixels, tokens]);
});

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
    const result = trainStep(model, optimizer, pixels, tokens, OPTIONS);
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
    const { loss, gradientNorm } = trainStep(model, optimizer, poisoned, tokens, OPTIONS);
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
    for (let step = 0; step < 3; step++)
      trainStep(model, optimizer, pixels, tokens, { ...OPTIONS, learningRate: 1, step });
    expect(Math.exp(scale.dataSync()[0]!)).toBeLessThanOrEqual(100 * (1 + 1e-6));
  });

  it('leaks nothing', () => {
    const before = tf.memory().numTensors;
    trainStep(model, optimizer, pixels, tokens, OPTIONS);
    trainStep(model, optimizer, pixels, tokens, { ...OPTIONS, step: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
