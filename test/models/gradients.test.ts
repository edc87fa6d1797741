import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Scalar, type Tensor, type Tensor4D } from '../../lib/engine/tf.js';
import { contrastiveLoss } from '../../lib/loss/contrastiveLoss.js';
import { clipSpec, createClip, type Clip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { initialize } from '../../lib/models/initialize.js';
import type { NamedTensor } from '../../lib/models/namedTensors.js';
import type { Mode } from '../../lib/models/scope.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath } from '../fixtures/golden.js';
import { fromOpenaiConfig, readGolden, type OpenaiConfig } from '../fixtures/goldenModel.js';
import { toNhwc } from '../fixtures/nchw.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

interface Step {
  readonly loss: number;
  /** By parameter, in PyTorch's layout. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Loss and gradients of one contrastive batch through both towers. */
function step(model: Clip, io: ReadonlyMap<string, NamedTensor>, mode: Mode): Step {
  const gradients = new Map<string, Float32Array>();
  const loss = tf.tidy(() => {
    const pixels = toNhwc(io.get('input.pixel_values')!);
    const ids = io.get('input.input_ids')!;
    const tokens = tf.tensor2d(Int32Array.from(ids.data), ids.shape as [number, number], 'int32');
    const variables = model.parameters.trainable();
    const { value, grads } = tf.variableGrads(
      () =>
        contrastiveLoss(
          model.encodeImage(pixels, mode),
          model.encodeText(tokens, mode),
          model.parameters.get('logit_scale'),
        ),
      variables,
    );
    const names = model.parameters.specs.filter(({ trainable }) => trainable).map(({ name }) => name);
    variables.forEach((variable, k) => {
      const gradient = grads[variable.name]!;
      const laidOut = gradient.rank === 4 ? tf.transpose(gradient, [3, 2, 0, 1]) : gradient;
      gradients.set(names[k]!, laidOut.dataSync<'float32'>());
    });
    return value.dataSync()[0]!;
  });
  return { loss, gradients };
}

async function openModel(folder: string): Promise<Clip> {
  const golden = await readGolden(folder);
  return createClip(fromOpenaiConfig(golden.json('config.json') as OpenaiConfig), await golden.tensors());
}

const readJson = (name: string): unknown => JSON.parse(readFileSync(goldenPath(`${name}.json`), 'utf8'));

const norm = (values: ArrayLike<number>): number => Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0));

const GRADCACHE = 'loss/gradcache_batch64';

describe('a batch of 64 through the transformers', () => {
  it('loss and the gradient of every parameter, within their tolerances in fp32, leaving nothing behind', async () => {
    const { loss, gradients } = readJson(GRADCACHE) as { loss: number; gradients: Record<string, { atol: number }> };
    const io = await readSafetensors(goldenPath(`${GRADCACHE}.safetensors`));
    const model = await openModel('openai_vit_tiny');
    const before = tf.memory().numTensors;
    const found = step(model, io, { training: true, precision: 'fp32' });
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.abs(found.loss - loss)).toBeLessThan(6e-5);
    expect([...found.gradients.keys()].sort()).toEqual(Object.keys(gradients).sort());
    for (const [name, { atol }] of Object.entries(gradients))
      expectClose(found.gradients.get(name)!, io.get(`grad/${name}`)!.data, atol, name);
    model.dispose();
  });

  it('in bfloat16 every gradient keeps its direction', async () => {
    const { loss } = readJson(GRADCACHE) as { loss: number };
    const io = await readSafetensors(goldenPath(`${GRADCACHE}.safetensors`));
    const model = await openModel('openai_vit_tiny');
    const before = tf.memory().numTensors;
    const found = step(model, io, { training: true, precision: 'bf16' });
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.abs(found.loss / loss - 1)).toBeLessThan(5e-3);
    for (const [name, gradient] of found.gradients) {
      const truth = io.get(`grad/${name}`)!.data;
      const product = truth.reduce((sum, x, i) => sum + x * gradient[i]!, 0);
      expect(product / norm(truth) / norm(gradient), name).toBeGreaterThan(0.99);
    }
    model.dispose();
  });
});

const TRAIN_MODE = 'loss/resnet_train_mode';

describe('a batch of 6 through the ResNet in training', () => {
  it('loss, gradients, and every running statistic afterwards', async () => {
    const golden = readJson(TRAIN_MODE) as {
      loss: number;
      grad_l2: Record<string, number>;
      tolerances: Record<string, { atol: number }>;
    };
    const io = await readSafetensors(goldenPath(`${TRAIN_MODE}.safetensors`));
    const model = await openModel('openai_resnet_tiny');
    const found = step(model, io, { training: true, precision: 'fp32' });
    expect(Math.abs(found.loss - golden.loss)).toBeLessThan(2e-5);
    for (const [name, gradient] of found.gradients) {
      const expected = golden.grad_l2[name]!;
      expect(Math.abs(norm(gradient) - expected), `norm of ${name}`).toBeLessThan(1e-4 + 2e-4 * expected);
    }
    const after = model.parameters.export();
    for (const [name, { data: truth }] of io) {
      const [kind, parameter] = name.split('/') as [string, string];
      const largest = truth.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const tolerance = golden.tolerances[name]?.atol ?? 1e-6 + 1e-5 * largest;
      if (kind === 'grad') expectClose(found.gradients.get(parameter)!, truth, tolerance, name);
      if (kind === 'buffer_after') expectClose(after.get(parameter)!.data, truth, tolerance, name);
    }
    const statistics = model.parameters.specs.filter(({ trainable }) => !trainable);
    expect([...io.keys()]).toEqual(expect.arrayContaining(statistics.map(({ name }) => `buffer_after/${name}`)));
    model.dispose();
  });
});

it.each<[string, ClipConfig['vision']]>([
  ['transformer', TINY_TRANSFORMERS.vision],
  ['ResNet', TINY_RESNET.vision],
])('the gradient with respect to the pixels of a %s is the slope along it', (_, vision) => {
  const config: ClipConfig = { ...TINY_TRANSFORMERS, vision };
  // bn3 starts at zero, which hides every block: weights far from their start show all of them.
  const random = createRandom(8);
  const tensors = new Map(
    [...initialize(clipSpec(config), random)].map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((x) => (name.endsWith('running_var') ? x : x + 0.2 * random.normal())) },
    ]),
  );
  const model = createClip(config, tensors);
  const height = (x: Tensor4D): Scalar => tf.sum(tf.sin(model.encodeImage(x)));
  tf.tidy(() => {
    const pixels: Tensor4D = tf.randomNormal([2, 16, 16, 3], 0, 1, 'float32', 3);
    const gradient = tf.grad((x: Tensor) => height(x as Tensor4D))(pixels) as Tensor4D;
    const length = tf.norm(gradient).dataSync()[0]!;
    const ahead = (steps: number): number =>
      height(tf.add(pixels, tf.mul(gradient, (steps * 1e-2) / length))).dataSync<'float32'>()[0]!;
    const slope = (8 * (ahead(1) - ahead(-1)) - (ahead(2) - ahead(-2))) / (12 * 1e-2);
    expect(Math.abs(slope / length - 1)).toBeLessThan(1e-2);
  });
  model.dispose();
});
