import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { contrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import type { Clip } from '../../lib/models/clip.js';
import type { AdamW } from '../../lib/train/adamW.js';
import type { Objective } from '../../lib/train/objective.js';
import { CONTRASTIVE } from '../../lib/train/objectives/contrastive.js';
import { createRun, disposeAllButModel, type TrainingRun } from '../../lib/train/trainingRun.js';
import type { StepResult } from '../../lib/train/applyGradients.js';
import { trainStep, type StepOptions } from '../../lib/train/trainStep.js';
import { expectClose } from '../fixtures/close.js';
import { TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';
import { TINY } from './tinyRun.js';

const OPTIONS = { precision: 'fp32', learningRate: 1e-2, clipNorm: 0.5, step: 0 } as const;
/** Without batch normalization, which knows a chunk and not the batch. */
const TRANSFORMER_MODEL = { ...TINY.model, vision: TINY_TRANSFORMERS.vision };
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

/** A step on the images given. */
const take = (options: StepOptions, images = pixels): StepResult =>
  trainStep(run, CONTRASTIVE, () => ({ pixels: images.clone(), tokens: tokens.clone() }), options);

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
    expect([loss, gradientNorm]).toEqual([NaN, NaN]);
    expect(weights()).toEqual(before);
    for (const { mean, variance } of optimizer.moments()) {
      expect([...mean.dataSync(), ...variance.dataSync()].every((x) => x === 0)).toBe(true);
    }
    poisoned.dispose();
  });

  it('names the weight, or else the gradient, that is not finite', () => {
    const spoil = (name: string): (() => void) => {
      const variable = model.parameters.get(name);
      const before = variable.clone();
      const data = Float32Array.from(variable.dataSync<'float32'>(), (x, k) => (k === 2 ? NaN : x));
      tf.tidy(() => variable.assign(tf.tensor(data, variable.shape)));
      return () => (variable.assign(before), before.dispose());
    };
    const restore = spoil('text_projection');
    expect(take(OPTIONS).fault).toBe('the weight text_projection is not finite');
    restore();
    expect(take(OPTIONS)).not.toHaveProperty('fault');
    const poisoned = tf.tidy(() => tf.mul(pixels, Infinity) as Tensor4D);
    expect(take(OPTIONS, poisoned).fault).toMatch(/^the gradient of \S+ is not finite$/);
    poisoned.dispose();
  });

  it('leaves a finite loss whose gradient is not finite without any trace, too, and says so', () => {
    const before = weights();
    // The square root of 0, whose slope is infinite, times 0.
    const steep: Objective = {
      ...CONTRASTIVE,
      loss: (of) => tf.tidy(() => tf.sum(tf.sqrt(tf.mul(of.parameters.get('logit_scale'), 0)))),
    };
    const batch = () => ({ pixels: pixels.clone(), tokens: tokens.clone() });
    const result = trainStep(run, steep, batch, OPTIONS);
    expect(result).toEqual({ loss: 0, gradientNorm: NaN, fault: 'the gradient of logit_scale is not finite' });
    expect(weights()).toEqual(before);
  });

  // A step is no longer than the learning rate, so without the bounds the scale would stay outside of them.
  it.each([
    ['100', Math.log(100) + 0.5, Math.log(100)],
    ['1', -0.5, 0],
  ])('brings the logit scale back to %s', (_, logScale, bound) => {
    const scale = model.parameters.get('logit_scale');
    tf.tidy(() => scale.assign(tf.scalar(logScale)));
    take(OPTIONS);
    expect(scale.dataSync()[0]).toBe(Math.fround(bound));
    expect(model.logitScale()).toBeCloseTo(Math.exp(bound), 4);
  });

  it('leaves a logit scale between the two to its gradient', () => {
    const scale = model.parameters.get('logit_scale');
    for (const logScale of [0.02, Math.log(100) - 0.02]) {
      tf.tidy(() => scale.assign(tf.scalar(logScale)));
      take(OPTIONS);
      const moved = Math.abs(scale.dataSync()[0]! - logScale);
      expect(moved).toBeGreaterThan(0);
      expect(moved).toBeLessThan(0.02);
    }
  });

  it('leaks nothing', () => {
    const before = tf.memory().numTensors;
    take(OPTIONS);
    take({ ...OPTIONS, step: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('in chunks is the step on the batch whole', () => {
    const gradientsOf = (chunkSize?: number): number[][] => {
      const fresh = createRun({ ...TINY, ...ADAM, model: TRANSFORMER_MODEL }, CONTRASTIVE, 50, createRandom(1));
      const batch = () => ({ pixels: pixels.clone(), tokens: tokens.clone() });
      trainStep(fresh, CONTRASTIVE, batch, { ...OPTIONS, clipNorm: Infinity, chunkSize });
      const gradients = fresh.optimizer.moments().map(({ mean }) => [...mean.dataSync()]);
      fresh.model.dispose();
      disposeAllButModel(fresh);
      return gradients;
    };
    const whole = gradientsOf();
    const norm = Math.hypot(...whole.flat());
    expect(norm).toBeGreaterThan(0);
    // A chunk as large as the batch or larger is the batch whole.
    for (const chunkSize of [3, 8, 100])
      gradientsOf(chunkSize).forEach((gradient, v) => expectClose(gradient, whole[v]!, 1e-5 * norm));
  });
});
