import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Tensor, type Tensor2D, type Tensor4D } from '../../lib/engine/tf.js';
import { clipSpec, createClip, initializeClip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { initialize } from '../../lib/models/initialize.js';
import { expectClose } from '../fixtures/close.js';
import { rowCosines } from '../fixtures/rowCosines.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const pixels = tf.randomNormal([3, 16, 16, 3], 0, 1, 'float32', 5) as Tensor4D;
const ids = (...rows: number[][]): Tensor2D => tf.tensor2d(rows, [rows.length, rows[0]!.length], 'int32');
const START = 18;
const END = 19;

const model = initializeClip(TINY_TRANSFORMERS, createRandom(1));
const encode = (...rows: number[][]): Float32Array =>
  tf.tidy(() => model.encodeText(ids(...rows)).dataSync<'float32'>());

describe('the text transformer', () => {
  it('takes its features at the first end token: what follows says nothing', () => {
    const text = [START, 3, 4, END];
    const expected = encode([...text, 0, 0, 0]);
    expectClose(encode([...text, END, END, END]), expected, 1e-5);
    expectClose(encode([...text, 7, 11, 2]), expected, 1e-5);
    expectClose(encode(text), expected, 1e-5);
  });

  it('sees the order of the words', () => {
    const [one, other] = [encode([START, 3, 4, END]), encode([START, 4, 3, END])];
    expect(rowCosines(one, other, 8)[0]).toBeLessThan(0.999);
  });

  it('is causal: an activation depends on its own token and those before it', () => {
    const activations = (...row: number[]): Float32Array => {
      let seen = new Float32Array();
      const observe = (name: string, activation: () => Tensor): void => {
        if (name === 'text.block.1') seen = Float32Array.from(activation().dataSync<'float32'>());
      };
      tf.tidy(() => model.encodeText(ids(row), undefined, { observe }));
      return seen;
    };
    const [one, other] = [activations(START, 3, 4, 5, END), activations(START, 3, 4, 9, END)];
    expectClose(other.subarray(0, 3 * 16), one.subarray(0, 3 * 16), 1e-6);
    expect(Math.abs(other[3 * 16]! - one[3 * 16]!)).toBeGreaterThan(1e-4);
  });

  it('encodes each text of a batch as it would alone', () => {
    const rows = [
      [START, 3, END, 0, 0, 0, 0],
      [START, 5, 6, 7, 8, 9, END],
    ];
    expectClose(encode(...rows), [...encode(rows[0]!), ...encode(rows[1]!)], 1e-5);
  });
});

describe('what does not fit is refused in one sentence', () => {
  it('images of another size', () => {
    expect(() => model.encodeImage(tf.zeros([2, 20, 16, 3]))).toThrow(
      'the images are [2, 20, 16, 3] and the model takes [N, 16, 16, 3]: resize them, or the model with resizeInput.',
    );
  });

  it('texts longer than the context', () => {
    expect(() => encode([START, 1, 1, 1, 1, 1, 1, END])).toThrow(
      'the texts are 8 tokens long and the model takes 7: tokenize them for this model.',
    );
  });
});

describe.each<[string, ClipConfig]>([
  ['transformers', TINY_TRANSFORMERS],
  ['a ResNet and a bag of words', TINY_RESNET],
])('features of %s', (_, config) => {
  const tokens = ids([START, 3, 4, END]);

  it('before a linear projection give those after it by one matrix', () => {
    const tensors = initialize(clipSpec(config), createRandom(2));
    const clip = createClip(config, tensors);
    const bare = clip.encodeText(tokens, undefined, { projected: false });
    expect(bare.shape).toEqual([1, config.text.width]);
    const matrix = tensors.get('text_projection')!;
    expectClose(
      tf.matMul(bare, tf.tensor2d(matrix.data, matrix.shape as [number, number])).dataSync(),
      clip.encodeText(tokens).dataSync(),
      1e-5,
    );
    const width = config.vision.kind === 'vit' ? config.vision.width : 64;
    expect(clip.encodeImage(pixels, undefined, { projected: false }).shape).toEqual([3, width]);
    clip.dispose();
  });

  it('behind a non-linear projection are what its slow twin computes, and train', () => {
    const nonLinear: ClipConfig = { ...config, projection: { kind: 'mlp', width: 5 } };
    const tensors = initialize(clipSpec(nonLinear), createRandom(3));
    const clip = createClip(nonLinear, tensors);
    const values = (name: string): Float32Array => tensors.get(name)!.data;
    const slow = (bare: Float32Array, prefix: string, last: (hidden: number[]) => number[]): number[] => {
      const W = bare.length;
      const [weight, bias] = [values(`${prefix}projection_hidden.weight`), values(`${prefix}projection_hidden.bias`)];
      return last(
        Array.from(bias, (b, h) =>
          Math.max(
            0,
            bare.reduce((sum, x, k) => sum + x * weight[h * W + k]!, b),
          ),
        ),
      );
    };
    const inOut = (name: string) => (hidden: number[]) =>
      Array.from({ length: 8 }, (_, d) => hidden.reduce((sum, x, h) => sum + x * values(name)[h * 8 + d]!, 0));
    const outIn = (name: string) => (hidden: number[]) =>
      Array.from(values(`${name}.bias`), (b, d) =>
        hidden.reduce((sum, x, h) => sum + x * values(`${name}.weight`)[d * 5 + h]!, b),
      );
    const image = tf.slice(pixels, 0, 1);
    const bareImage = clip.encodeImage(image, undefined, { projected: false }).dataSync<'float32'>();
    const bareText = clip.encodeText(tokens, undefined, { projected: false }).dataSync<'float32'>();
    const imageLast = config.vision.kind === 'vit' ? inOut('visual.proj') : outIn('visual.attnpool.c_proj');
    expectClose(clip.encodeImage(image).dataSync(), slow(bareImage, 'visual.', imageLast), 1e-5);
    expectClose(clip.encodeText(tokens).dataSync(), slow(bareText, '', inOut('text_projection')), 1e-5);

    const { grads } = tf.variableGrads(() => tf.add(tf.sum(clip.encodeImage(pixels)), tf.sum(clip.encodeText(tokens))));
    for (const name of ['visual.projection_hidden.weight', 'projection_hidden.weight'])
      expect(tf.max(tf.abs(grads[clip.parameters.get(name).name]!)).dataSync()[0], name).toBeGreaterThan(0);
    clip.dispose();
  });
});

it('holds no more at the last block than at the first', () => {
  const bytes: number[] = [];
  const observe = (name: string): void => {
    if (/^visual\.block\.\d$/.test(name)) bytes.push(tf.memory().numBytes);
  };
  model.encodeImage(pixels, undefined, { observe }).dispose();
  expect(bytes).toEqual([bytes[0], bytes[0], bytes[0]]);
});

it('shows every activation by its name, computed only where it is asked for', () => {
  const names: string[] = [];
  let probabilities: Tensor | undefined;
  model
    .encodeImage(pixels, undefined, {
      observe: (name, activation) => {
        names.push(name);
        if (name === 'visual.block.2.attn.probs') probabilities = tf.keep(activation());
      },
    })
    .dispose();
  const block = (k: number): string[] =>
    ['.attn.probs', '.attn_out', '.mlp_out', ''].map((part) => `visual.block.${k}${part}`);
  expect(names).toEqual(['visual.patch_embed', 'visual.ln_pre', ...[0, 1, 2].flatMap(block), 'visual.ln_post']);
  expect(probabilities!.shape).toEqual([3, 2, 17, 17]);
  expectClose(tf.sum(probabilities!, 3).dataSync(), Array<number>(3 * 2 * 17).fill(1), 1e-5);
  probabilities!.dispose();
});

describe('bfloat16', () => {
  const bf16 = { training: false, precision: 'bf16' } as const;

  it('reads a weight anew once it is assigned, and frees its copies with the model', () => {
    const before = tf.memory().numTensors;
    const clip = initializeClip(TINY_TRANSFORMERS, createRandom(4));
    const run = (): Float32Array => tf.tidy(() => clip.encodeImage(pixels, bf16).dataSync<'float32'>());
    const first = run();
    const held = tf.memory().numTensors;
    expect(run()).toEqual(first);
    expect(tf.memory().numTensors).toBe(held);
    const weight = clip.parameters.get('visual.transformer.resblocks.0.mlp.c_fc.weight');
    tf.tidy(() => weight.assign(tf.mul(weight, 3)));
    expect(rowCosines(run(), first, 8)[0]).toBeLessThan(0.9999);
    expect(tf.memory().numTensors).toBe(held);
    clip.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has a gradient for every weight after a pass that kept copies, training or not', () => {
    const clip = initializeClip(TINY_TRANSFORMERS, createRandom(4));
    clip.encodeImage(pixels, bf16).dispose();
    const variables = clip.parameters
      .trainable()
      .filter((_, k) => clip.parameters.specs[k]!.name.startsWith('visual.'));
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(clip.encodeImage(pixels, bf16))), variables);
    for (const variable of variables) expect(grads[variable.name]!.shape).toEqual(variable.shape);
    clip.dispose();
  });
});
