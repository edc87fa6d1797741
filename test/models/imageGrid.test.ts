import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf, type Scalar, type Tensor4D } from '../../lib/engine/tf.js';
import { initializeClip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { imageStage } from '../../lib/models/imageStage.js';
import { imageWidth } from '../../lib/models/imageTower.js';
import { expectClose } from '../fixtures/close.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

const CASES: [string, ClipConfig, number][] = [
  ['transformer', TINY_TRANSFORMERS, 17],
  ['ResNet', TINY_RESNET, 4],
  ['ResNet with a hidden layer before its projection', { ...TINY_RESNET, projection: { kind: 'mlp', width: 6 } }, 4],
];

describe.each(CASES)('the grid of a %s', (_, config, positions) => {
  const pixels = (): Tensor4D => tf.randomNormal([2, 16, 16, 3], 0, 1, 'float32', 7);

  it.each(['fp32', 'bf16'] as const)('pooled and projected is what encodeImage gives, in %s', (precision) => {
    const model = initializeClip(config, createRandom(1));
    const mode = { training: false, precision };
    tf.tidy(() => {
      const x = pixels();
      const grid = model.encodeGrid(x, mode);
      expect(grid.shape).toEqual([2, positions, imageWidth(config)]);
      const pooled = model.poolGrid(grid, mode);
      const unprojected = model.encodeImage(x, mode, { projected: false }).dataSync();
      expectClose(pooled.dataSync(), unprojected, 0);
      expectClose(model.projectImage(pooled, mode).dataSync(), model.encodeImage(x, mode).dataSync(), 0);
    });
    model.dispose();
  });

  it('imageStage says which parameters make the grid, which pool it and which project it', () => {
    const model = initializeClip(config, createRandom(1));
    const mode = { training: true, precision: 'fp32' } as const;
    const names = model.parameters.specs.filter(({ trainable }) => trainable).map(({ name }) => name);
    /** Parameters that a gradient reaches. */
    const reached = (loss: () => Scalar): string[] =>
      tf.tidy(() => {
        const { grads } = tf.variableGrads(loss, model.parameters.trainable());
        return names.filter((_name, k) => grads[model.parameters.trainable()[k]!.name] !== undefined);
      });
    const of = (...stages: (string | undefined)[]): string[] =>
      names.filter((name) => name.startsWith('visual.') && stages.includes(imageStage(name)));
    const grid = (): Scalar => tf.sum(model.encodeGrid(pixels(), mode));
    const pooled = (): Scalar => tf.sum(model.encodeImage(pixels(), mode, { projected: false }));
    expect(reached(grid)).toEqual(of('grid'));
    expect(reached(pooled)).toEqual(of('grid', 'pool'));
    expect(reached(() => tf.sum(model.encodeImage(pixels(), mode)))).toEqual(of('grid', 'pool', 'projection'));
    expect(names.filter((name) => imageStage(name) === undefined).every((name) => !name.startsWith('visual.'))).toBe(
      true,
    );
    model.dispose();
  });

  it('leaves nothing behind, and refuses images of another size', () => {
    const model = initializeClip(config, createRandom(1));
    const x = pixels();
    const before = tf.memory().numTensors;
    const grid = model.encodeGrid(x);
    const pooled = model.poolGrid(grid);
    tf.dispose([grid, pooled, model.projectImage(pooled)]);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => model.encodeGrid(tf.zeros([1, 8, 8, 3]))).toThrow('the model takes [N, 16, 16, 3]');
    model.dispose();
    x.dispose();
  });
});
