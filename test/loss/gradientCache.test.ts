import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Scalar, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { contrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import { cachedContrastiveGradients, cutPairs, type ChunkedPairs } from '../../lib/loss/gradientCache.js';
import { createClip, initializeClip, type Clip } from '../../lib/models/clip.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath } from '../fixtures/golden.js';
import { fromOpenaiConfig, readGolden, type OpenaiConfig } from '../fixtures/goldenModel.js';
import { toNhwc } from '../fixtures/nchw.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const TRAINING = { training: true, precision: 'fp32' } as const;
const INFERRING = { training: false, precision: 'fp32' } as const;

interface Found {
  readonly loss: number;
  /** By parameter, as TensorFlow lays it out. */
  readonly gradients: Map<string, Float32Array>;
}

const trainedNames = (model: Clip): string[] =>
  model.parameters.specs.filter(({ trainable }) => trainable).map(({ name }) => name);

function cached(model: Clip, pairs: ChunkedPairs, mode = TRAINING as typeof TRAINING | typeof INFERRING): Found {
  const { loss, gradients } = cachedContrastiveGradients(model, pairs, model.parameters.trainable(), mode);
  const named = new Map(trainedNames(model).map((name, k) => [name, gradients[k]!.dataSync<'float32'>()]));
  tf.dispose(gradients);
  return { loss, gradients: named };
}

/** The slow twin: features of every chunk in one tape, one loss. */
function inOneTape(model: Clip, pairs: ChunkedPairs, mode: typeof TRAINING | typeof INFERRING): Found {
  const gradients = new Map<string, Float32Array>();
  const loss = tf.tidy(() => {
    const variables = model.parameters.trainable();
    const chunks = Array.from({ length: pairs.chunks }, (_, k) => pairs.chunk(k));
    const { value, grads } = tf.variableGrads(
      () =>
        contrastiveLoss(
          tf.concat(chunks.map(({ pixels }) => model.encodeImage(pixels, mode))),
          tf.concat(chunks.map(({ tokens }) => model.encodeText(tokens, mode))),
          model.parameters.get('logit_scale'),
        ) as Scalar,
      variables,
    );
    trainedNames(model).forEach((name, k) => gradients.set(name, grads[variables[k]!.name]!.dataSync<'float32'>()));
    return value.dataSync()[0]!;
  });
  return { loss, gradients };
}

function expectSame(found: Found, expected: Found, tolerance: number): void {
  expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5);
  expect([...found.gradients.keys()]).toEqual([...expected.gradients.keys()]);
  for (const [name, gradient] of expected.gradients) {
    const largest = gradient.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expectClose(found.gradients.get(name)!, gradient, tolerance * largest + 3e-7, name);
  }
}

const statistics = (model: Clip): number[][] =>
  model.parameters.specs
    .filter(({ trainable }) => !trainable)
    .map(({ name }) => [...model.parameters.get(name).dataSync()]);

const GOLDEN = 'loss/gradcache_batch64';

describe('a batch of 64 against the gradient of the batch uncut', () => {
  it.each([64, 16, 24, 7, 1])('in chunks of %i', async (chunkSize: number) => {
    const expected = JSON.parse(readFileSync(goldenPath(`${GOLDEN}.json`), 'utf8')) as {
      loss: number;
      gradients: Record<string, { atol: number }>;
    };
    const io = await readSafetensors(goldenPath(`${GOLDEN}.safetensors`));
    const golden = await readGolden('openai_vit_tiny');
    const model = createClip(fromOpenaiConfig(golden.json('config.json') as OpenaiConfig), await golden.tensors());
    const pixels = toNhwc(io.get('input.pixel_values')!);
    const ids = io.get('input.input_ids')!;
    const tokens = tf.tensor2d(Int32Array.from(ids.data), ids.shape as [number, number], 'int32');
    const { loss, gradients } = cached(model, cutPairs(pixels, tokens, chunkSize));
    expect(Math.abs(loss - expected.loss)).toBeLessThan(6e-5);
    expect([...gradients.keys()].sort()).toEqual(Object.keys(expected.gradients).sort());
    for (const { name } of model.parameters.specs) {
      const variable = model.parameters.get(name);
      const laidOut = tf.tidy(() => {
        const gradient = tf.tensor(gradients.get(name)!, variable.shape);
        return (variable.rank === 4 ? tf.transpose(gradient, [3, 2, 0, 1]) : gradient).dataSync();
      });
      expectClose(laidOut, io.get(`grad/${name}`)!.data, expected.gradients[name]!.atol, name);
    }
    model.dispose();
    tf.dispose([pixels, tokens]);
  });
});

const N = 11;
let pixels: Tensor4D;
let tokens: Tensor2D;
beforeEach(() => {
  const random = createRandom(2);
  pixels = tf.tensor4d(
    Float32Array.from({ length: N * 16 * 16 * 3 }, () => random.normal()),
    [N, 16, 16, 3],
  );
  const words = Array.from({ length: N }, () => [18, 1 + random.int(17), 1 + random.int(17), 19, 0, 0, 0]);
  tokens = tf.tensor2d(words, [N, 7], 'int32');
});
afterEach(() => tf.dispose([pixels, tokens]));

describe('cachedContrastiveGradients', () => {
  it('of transformers is the gradient of the batch uncut, however it is cut', () => {
    const model = initializeClip(TINY_TRANSFORMERS, createRandom(1));
    const uncut = inOneTape(model, cutPairs(pixels, tokens, N), TRAINING);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: N + 2 }), (chunkSize) =>
        expectSame(cached(model, cutPairs(pixels, tokens, chunkSize)), uncut, 3e-5),
      ),
      { numRuns: 6, examples: [[4], [1], [N]] },
    );
    model.dispose();
  });

  it('of a ResNet in training is the gradient of its chunks in one tape, and moves statistics once for each chunk', () => {
    const one = initializeClip(TINY_RESNET, createRandom(1));
    const other = initializeClip(TINY_RESNET, createRandom(1));
    const started = statistics(one);
    const expected = inOneTape(other, cutPairs(pixels, tokens, 4), TRAINING);
    expectSame(cached(one, cutPairs(pixels, tokens, 4)), expected, 2e-4);
    const moved = statistics(one);
    expect(moved).not.toEqual(started);
    statistics(other).forEach((values, k) => expectClose(moved[k]!, values, 1e-5));
    one.dispose();
    other.dispose();
  });

  it('of a ResNet that keeps its statistics is the gradient of the batch uncut', () => {
    const model = initializeClip(TINY_RESNET, createRandom(1));
    const uncut = inOneTape(model, cutPairs(pixels, tokens, N), INFERRING);
    expectSame(cached(model, cutPairs(pixels, tokens, 4), INFERRING), uncut, 2e-4);
    model.dispose();
  });

  it('gives nothing for what the loss does not reach, and only what was asked for', () => {
    const model = initializeClip(TINY_TRANSFORMERS, createRandom(1));
    const unrelated = tf.variable(tf.scalar(1));
    const proj = model.parameters.get('visual.proj');
    const pairs = cutPairs(pixels, tokens, 4);
    const { gradients } = cachedContrastiveGradients(model, pairs, [unrelated, proj], TRAINING);
    expect(gradients[0]).toBeUndefined();
    expect(gradients[1]!.shape).toEqual(proj.shape);
    tf.dispose([gradients[1]!, unrelated]);
    model.dispose();
  });

  it('gives the gradient of the scale where that alone is asked for, and nothing where the loss reaches none', () => {
    const model = initializeClip(TINY_TRANSFORMERS, createRandom(1));
    const scale = model.parameters.get('logit_scale');
    const unrelated = tf.variable(tf.scalar(1));
    const pairs = cutPairs(pixels, tokens, 4);
    const { gradients: all } = cached(model, pairs);
    const own = cachedContrastiveGradients(model, pairs, [scale], TRAINING);
    expect(own.gradients[0]!.dataSync()[0]).toBe(all.get('logit_scale')![0]);
    expect(cachedContrastiveGradients(model, pairs, [unrelated], TRAINING).gradients).toEqual([undefined]);
    tf.dispose([own.gradients[0]!, unrelated]);
    model.dispose();
  });

  it.each([TINY_TRANSFORMERS, TINY_RESNET])('leaves nothing behind', (config) => {
    const model = initializeClip(config, createRandom(1));
    const variables = model.parameters.trainable();
    const run = (): void => {
      tf.dispose(cachedContrastiveGradients(model, cutPairs(pixels, tokens, 4), variables, TRAINING).gradients);
      const [first] = variables;
      for (const asked of [[first!], [model.parameters.get('logit_scale')]])
        tf.dispose(cachedContrastiveGradients(model, cutPairs(pixels, tokens, 4), asked, TRAINING).gradients);
    };
    const before = tf.memory().numTensors;
    run();
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('holds no more activations for a larger batch in chunks of the same size', () => {
    const model = initializeClip(TINY_TRANSFORMERS, createRandom(1));
    /** The most that is held when a chunk has gone through both towers, on a tape, but for the batch itself. */
    const mostBytes = (copies: number): number => {
      let most = 0;
      const whole = { pixels: tf.tile(pixels, [copies, 1, 1, 1]), tokens: tf.tile(tokens, [copies, 1]) };
      const batch = 4 * (whole.pixels.size + whole.tokens.size);
      const watched: Clip = {
        ...model,
        encodeText: (...args) => {
          const features = model.encodeText(...args);
          most = Math.max(most, tf.memory().numBytes - batch);
          return features;
        },
      };
      const variables = model.parameters.trainable();
      const pairs = cutPairs(whole.pixels, whole.tokens, N);
      tf.dispose(cachedContrastiveGradients(watched, pairs, variables, TRAINING).gradients);
      tf.dispose(whole);
      return most;
    };
    // Two towers' gradients with respect to features.
    const features = 2 * 4 * TINY_TRANSFORMERS.embedDim * N;
    expect(mostBytes(8) - mostBytes(2)).toBeLessThanOrEqual(6 * features);
    model.dispose();
  });
});
