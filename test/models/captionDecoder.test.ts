import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Scalar, type Tensor, type Tensor2D, type Tensor3D } from '../../lib/engine/tf.js';
import { captionDecoder, vocabularyLogits } from '../../lib/models/captionDecoder.js';
import {
  captionDecoderConfig,
  captionDecoderSpec,
  type CaptionDecoderConfig,
} from '../../lib/models/captionDecoderConfig.js';
import { initialize } from '../../lib/models/initialize.js';
import { createParameters, type Parameters } from '../../lib/models/parameters.js';
import { createScope, INFERENCE, type Scope } from '../../lib/models/scope.js';
import { expectClose } from '../fixtures/close.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const CONFIG: CaptionDecoderConfig = { ...captionDecoderConfig(TINY_TRANSFORMERS), imageWidth: 10 };
const [N, T, P] = [3, 5, 4];

let parameters: Parameters;
let image: Tensor3D;
let tokens: Tensor2D;
beforeEach(() => {
  const random = createRandom(3);
  const specs = captionDecoderSpec(CONFIG);
  // Gains and biases away from 1 and 0, so that none of them can be left out unseen.
  const tensors = new Map(
    [...initialize(specs, random)].map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((x) => x + 0.2 * random.normal()) },
    ]),
  );
  parameters = createParameters(specs, tensors);
  image = tf.randomNormal([N, P, CONFIG.imageWidth], 0, 1, 'float32', 5);
  tokens = tf.tensor2d(
    Array.from({ length: N }, () => Array.from({ length: T }, () => random.int(20))),
    [N, T],
    'int32',
  );
});
afterEach(() => {
  parameters.dispose();
  tf.dispose([image, tokens]);
});

const scope = (precision: 'fp32' | 'bf16' = 'fp32'): Scope =>
  createScope({ parameters, mode: { ...INFERENCE, precision }, prefix: '', observed: '' });

const logits = (ids: Tensor2D, image: Tensor3D, precision: 'fp32' | 'bf16' = 'fp32'): Tensor2D =>
  tf.tidy(() => {
    const states = captionDecoder(ids, image, scope(precision), CONFIG);
    return vocabularyLogits(tf.reshape(states, [-1, CONFIG.width]), scope(precision));
  });

/** One vector through a linear layer, written out. */
function dense(x: number[], name: string, weight = `${name}.weight`, bias = `${name}.bias`): number[] {
  const w = parameters.get(weight).arraySync() as number[][];
  const b = parameters.get(bias).arraySync() as number[];
  return w.map((row, i) => row.reduce((sum, value, j) => sum + value * x[j]!, b[i]!));
}

function norm(x: number[], name: string): number[] {
  const gain = parameters.get(`${name}.weight`).arraySync() as number[];
  const bias = parameters.get(`${name}.bias`).arraySync() as number[];
  const mean = x.reduce((a, b) => a + b) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + CONFIG.layerNormEpsilon)) * gain[i]! + bias[i]!);
}

/** One query over keys and values, head by head. */
function look(query: number[], keys: number[][], values: number[][]): number[] {
  const D = CONFIG.width / CONFIG.heads;
  return Array.from({ length: CONFIG.heads }, (_, h) => {
    const part = (x: number[]): number[] => x.slice(h * D, (h + 1) * D);
    const scores = keys.map((key) =>
      Math.exp(part(key).reduce((s, k, j) => s + k * part(query)[j]!, 0) / Math.sqrt(D)),
    );
    const total = scores.reduce((a, b) => a + b);
    return part(values[0]!).map((__, j) => values.reduce((s, v, t) => s + (scores[t]! / total) * part(v)[j]!, 0));
  }).flat();
}

const add = (a: number[], b: number[]): number[] => a.map((x, i) => x + b[i]!);

/** The error function, by its series. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const gelu = (x: number): number => 0.5 * x * (1 + (Math.abs(x) > 4 ? Math.sign(x) : erf(x / Math.SQRT2)));

/** The decoder's logits for one caption, token by token in plain loops. */
function slow(ids: number[], image: number[][]): number[][] {
  const words = parameters.get('token_embedding.weight').arraySync() as number[][];
  const positions = parameters.get('positional_embedding').arraySync() as number[][];
  const seen = image.map((x) => dense(norm(x, 'ln_image'), 'image_proj'));
  let x = ids.map((id, t) => add(words[id]!, positions[t]!));
  for (let k = 0; k < CONFIG.layers; k++) {
    const at = (name: string): string => `transformer.resblocks.${k}.${name}`;
    const qkv = x.map((row) => dense(norm(row, at('ln_1')), '', at('attn.in_proj_weight'), at('attn.in_proj_bias')));
    const W = CONFIG.width;
    const [keys, values] = [1, 2].map((part) => qkv.map((row) => row.slice(part * W, (part + 1) * W)));
    x = x.map((row, t) => {
      const before = look(qkv[t]!.slice(0, W), keys!.slice(0, t + 1), values!.slice(0, t + 1));
      const y = add(row, dense(before, at('attn.out_proj')));
      const query = dense(norm(y, at('ln_cross')), at('cross_attn.q_proj'));
      const found = look(
        query,
        seen.map((s) => dense(s, at('cross_attn.k_proj'))),
        seen.map((s) => dense(s, at('cross_attn.v_proj'))),
      );
      const z = add(y, dense(found, at('cross_attn.out_proj')));
      return add(z, dense(dense(norm(z, at('ln_2')), at('mlp.c_fc')).map(gelu), at('mlp.c_proj')));
    });
  }
  return x.map((row) => dense(norm(row, 'ln_final'), '', 'token_embedding.weight', 'vocabulary_bias'));
}

describe('captionDecoder', () => {
  it('is the transformer written out token by token', () => {
    const ids = tokens.arraySync();
    const images = image.arraySync();
    const expected = ids.flatMap((row, n) => slow(row, images[n]!).flat());
    const largest = Math.max(...expected.map(Math.abs));
    expectClose(logits(tokens, image).dataSync(), expected, 1e-5 * largest);
    expectClose(logits(tokens, image, 'bf16').dataSync(), expected, 0.05 * largest, 'bf16');
  });

  it('no row knows its next token or those behind it, and every row knows the image', () => {
    const changed = tokens.arraySync().map((row) => row.map((id, t) => (t < 3 ? id : (id + 7) % 20)));
    const before = logits(tokens, image).arraySync();
    const after = logits(tf.tensor2d(changed, [N, T], 'int32'), image).arraySync();
    const other = logits(tokens, tf.add(image, tf.range(0, CONFIG.imageWidth))).arraySync();
    before.forEach((row, k) => {
      if (k % T < 3) expect(after[k]).toEqual(row);
      else expect(after[k]).not.toEqual(row);
      expect(other[k]).not.toEqual(row);
    });
  });

  it('takes pooled features as an image of one position, and refuses captions longer than its context', () => {
    const pooled: Tensor3D = tf.slice(image, [0, 0, 0], [N, 1, CONFIG.imageWidth]);
    expect(logits(tokens, pooled).shape).toEqual([N * T, CONFIG.vocabSize]);
    const long = tf.zeros([N, 8], 'int32') as Tensor2D;
    expect(() => logits(long, image)).toThrow('captions of 8 tokens are longer than the context of 7');
  });

  it('every parameter but the keys’ biases, and the image, have a gradient', () => {
    const names = parameters.specs.map(({ name }) => name);
    const { grads } = tf.variableGrads(() => tf.sum(tf.sin(logits(tokens, image))) as Scalar, parameters.trainable());
    parameters.trainable().forEach((variable, k) => {
      const largest = tf.max(tf.abs(grads[variable.name]!)).dataSync()[0]!;
      // A softmax does not see what is added to all of its scores.
      if (names[k]!.endsWith('k_proj.bias')) expect(largest, names[k]).toBeLessThan(1e-4);
      else expect(largest, names[k]).toBeGreaterThan(1e-3);
    });
    const slope = tf.grad((x: Tensor) => tf.sum(tf.sin(logits(tokens, x as Tensor3D))))(image);
    expect(tf.max(tf.abs(slope)).dataSync()[0]).toBeGreaterThan(1e-3);
  });

  it('leaves nothing behind', () => {
    const before = tf.memory().numTensors;
    logits(tokens, image).dispose();
    tf.dispose(tf.variableGrads(() => tf.sum(logits(tokens, image)) as Scalar, parameters.trainable()));
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('captionDecoderConfig is as large as the text transformer, and two layers beside a bag of words', () => {
  expect(CONFIG).toMatchObject({ width: 16, layers: 2, heads: 2, mlpWidth: 24, vocabSize: 20, contextLength: 7 });
  expect(captionDecoderConfig(TINY_RESNET)).toMatchObject({ width: 12, layers: 2, heads: 1, imageWidth: 64 });
});
