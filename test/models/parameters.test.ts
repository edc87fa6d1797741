import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Tensor4D } from '../../lib/engine/tf.js';
import { clipSpec, createClip, initializeClip } from '../../lib/models/clip.js';
import { initialize } from '../../lib/models/initialize.js';
import { createParameters } from '../../lib/models/parameters.js';
import { modelConfig } from '../../lib/train/recipe.js';
import { TINY } from '../train/tinyRun.js';

const config = modelConfig(TINY, 600);
const specs = clipSpec(config);

it('exports what it was given, convolutions back in PyTorch’s layout', () => {
  const tensors = initialize(specs, createRandom(1));
  const parameters = createParameters(specs, tensors);
  expect(parameters.export()).toEqual(tensors);
  parameters.dispose();
});

it('names every missing, misshapen and unknown tensor at once', () => {
  const tensors = new Map(initialize(specs, createRandom(1)));
  tensors.delete('logit_scale');
  tensors.set('ln_final.bias', { shape: [3], data: new Float32Array(3) });
  tensors.set('visual.extra', { shape: [], data: new Float32Array(1) });
  const build = (): unknown => createParameters(specs, tensors);
  expect(build).toThrow('logit_scale is missing');
  expect(build).toThrow('ln_final.bias is [3], expected [16]');
  expect(build).toThrow('visual.extra is not part of this model');
});

it('frees what it made where a tensor cannot be read', () => {
  const tensors = new Map(initialize(specs, createRandom(1)));
  const { shape } = tensors.get('logit_scale')!;
  const unreadable = {
    shape,
    get data(): Float32Array {
      throw new Error('the file ends early');
    },
  };
  tensors.set('logit_scale', unreadable);
  const before = tf.memory().numTensors;
  expect(() => createParameters(specs, tensors)).toThrow('the file ends early');
  expect(tf.memory().numTensors).toBe(before);
});

it('an initialized model depends on its seed alone, starts at temperature 0.07, and frees all it made', () => {
  const before = tf.memory().numTensors;
  const one = initializeClip(config, createRandom(4));
  const same = initializeClip(config, createRandom(4));
  const other = initializeClip(config, createRandom(5));
  expect(one.parameters.export()).toEqual(same.parameters.export());
  expect(one.parameters.export().get('text_projection')).not.toEqual(other.parameters.export().get('text_projection'));
  expect(one.logitScale()).toBeCloseTo(1 / 0.07, 4);
  for (const model of [one, same, other]) model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('encodes batches to [N, embedDim] without leaking, an image the same alone as in a batch', () => {
  const model = createClip(config, initialize(specs, createRandom(6)));
  const pixels = tf.randomNormal([3, 16, 16, 3], 0, 1, 'float32', 7) as Tensor4D;
  const before = tf.memory().numTensors;
  const together = model.encodeImage(pixels);
  expect(together.shape).toEqual([3, 16]);
  const alone = model.encodeImage(tf.slice(pixels, 1, 1));
  tf.dispose([together]);
  expect(alone.shape).toEqual([1, 16]);
  alone.dispose();
  const text = model.encodeText(tf.tensor2d([[598, 5, 6, 599, 0, 0, 0, 0, 0, 0]], [1, 10], 'int32'));
  expect(text.shape).toEqual([1, 16]);
  text.dispose();
  expect(tf.memory().numTensors).toBe(before + 2); // the slice and the tokens made by this test
});
