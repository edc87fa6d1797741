import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Tensor, type Tensor4D } from '../../lib/engine/tf.js';
import { initialise } from '../../lib/models/initialise.js';
import { modifiedResNet, modifiedResNetSpec, resNetChannels } from '../../lib/models/modifiedResNet.js';
import { sizeOf } from '../../lib/models/namedTensors.js';
import { createParameters } from '../../lib/models/parameters.js';
import { prefixed } from '../../lib/models/parameterSpec.js';
import { createScope, INFERENCE } from '../../lib/models/scope.js';
import { readSafetensors } from '../../lib/weights/readSafetensors.js';
import { expectClose } from '../fixtures/close.js';
import { goldenPath, hasGolden } from '../fixtures/golden.js';

const FOLDER = 'models/openai_resnet_tiny';

describe.skipIf(!hasGolden(`${FOLDER}/model.safetensors`))('modifiedResNet against openai/CLIP', () => {
  it('image features of a tiny released-layout checkpoint, within its tolerance', async () => {
    const { tolerances } = JSON.parse(readFileSync(goldenPath(`${FOLDER}/expected.json`), 'utf8')) as {
      tolerances: Record<string, { atol: number }>;
    };
    const tensors = await readSafetensors(goldenPath(`${FOLDER}/model.safetensors`));
    const io = await readSafetensors(goldenPath(`${FOLDER}/io.safetensors`));
    const config = { kind: 'modified-resnet', layers: [1, 2, 1, 1], width: 16, heads: 8, imageSize: 64 } as const;
    const specs = prefixed('visual', modifiedResNetSpec(config, 32));
    const wanted = new Set(specs.map(({ name }) => name));
    const parameters = createParameters(specs, new Map([...tensors].filter(([name]) => wanted.has(name))));
    const input = io.get('input.pixel_values')!;
    const pixels: Tensor4D = tf.transpose(
      tf.tensor4d(input.data, input.shape as [number, number, number, number]),
      [0, 2, 3, 1],
    );
    const run = (precision: 'fp32' | 'bf16'): Tensor =>
      tf.tidy(() => modifiedResNet(pixels, createScope(parameters, { training: false, precision }, 'visual.'), config));
    const expected = io.get('image_features')!.data;
    expectClose(run('fp32').dataSync(), expected, tolerances['image_features']!.atol, 'image features');
    const half = run('bf16');
    const truth = tf.tensor2d(expected, [3, 32]);
    const cosines = tf
      .div(tf.sum(tf.mul(half, truth), 1), tf.mul(tf.norm(half, 2, 1), tf.norm(truth, 2, 1)))
      .dataSync();
    for (const cosine of cosines) expect(cosine, 'bfloat16 points the same way').toBeGreaterThan(0.99);
  });
});

describe('modifiedResNetSpec', () => {
  it('counts the parameters of RN50 and RN101 exactly as released (image towers)', () => {
    const count = (layers: number[], embedDim: number): number =>
      modifiedResNetSpec({ kind: 'modified-resnet', layers, width: 64, heads: 32, imageSize: 224 }, embedDim)
        .filter(({ trainable }) => trainable)
        .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    // The released totals less the text towers: 12 layers of width 512 over 77 tokens of 49,408, projected to embedDim.
    const textTower = (embedDim: number): number =>
      49_408 * 512 + 77 * 512 + 12 * (12 * 512 * 512 + 13 * 512) + 2 * 512 + 512 * embedDim + 1;
    expect(count([3, 4, 6, 3], 1024)).toBe(102_007_137 - textTower(1024));
    expect(count([3, 4, 23, 3], 512)).toBe(119_688_033 - textTower(512));
  });

  it('refuses a size its strides do not divide', () => {
    expect(() =>
      modifiedResNetSpec({ kind: 'modified-resnet', layers: [1, 1], width: 8, heads: 4, imageSize: 30 }, 8),
    ).toThrow('a 30-pixel image needs a multiple of 8 pixels a side');
  });

  it('starts every block as the identity, so that untrained features do not explode', () => {
    const config = { kind: 'modified-resnet', layers: [1, 1], width: 8, heads: 4, imageSize: 16 } as const;
    const specs = modifiedResNetSpec(config, 12);
    const parameters = createParameters(specs, initialise(specs, createRandom(2)));
    const features = modifiedResNet(tf.randomNormal([3, 16, 16, 3]), createScope(parameters, INFERENCE), config);
    expect(features.shape).toEqual([3, 12]);
    expect(features.dataSync().every((x) => Math.abs(x) < 20)).toBe(true);
    expect(resNetChannels(config)).toBe(64);
  });
});
