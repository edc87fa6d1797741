import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { clipSpec, createClip } from '../../lib/models/clip.js';
import type { ClipConfig } from '../../lib/models/clipConfig.js';
import { initialize } from '../../lib/models/initialize.js';
import type { NamedTensor } from '../../lib/models/namedTensors.js';
import { resizeInput, resizePositionEmbedding } from '../../lib/models/resizeInput.js';
import { expectClose } from '../fixtures/close.js';
import { TINY_RESNET, TINY_TRANSFORMERS } from '../fixtures/tinyConfigs.js';

/** Position embeddings of a square grid by formula, the first row all 9. */
function positions(side: number, D: number): NamedTensor {
  const grid = Array.from({ length: side * side * D }, (_, k) => Math.sin(k * 0.7) + (k % 5) * 0.1);
  return { shape: [side * side + 1, D], data: Float32Array.from([...Array<number>(D).fill(9), ...grid]) };
}

/** The same over both axes at once, one output and one channel at a time. */
function slow({ shape, data }: NamedTensor, to: number): number[] {
  const [tokens, D] = shape as [number, number];
  const from = Math.sqrt(tokens - 1);
  const cubic = (x: number): number => {
    const d = Math.abs(x);
    if (d >= 2) return 0;
    return d < 1 ? 1.5 * d ** 3 - 2.5 * d ** 2 + 1 : -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2;
  };
  const weight = (position: number, k: number): number => {
    const distance = k + 0.5 - ((position + 0.5) * from) / to;
    return cubic(to < from ? (distance * to) / from : distance);
  };
  const out: number[] = [...data.subarray(0, D)];
  for (let y = 0; y < to; y++)
    for (let x = 0; x < to; x++)
      for (let d = 0; d < D; d++) {
        let [sum, total] = [0, 0];
        for (let v = 0; v < from; v++)
          for (let u = 0; u < from; u++) {
            const w = weight(y, v) * weight(x, u);
            sum += w * data[(1 + v * from + u) * D + d]!;
            total += w;
          }
        out.push(sum / total);
      }
  return out;
}

describe('resizePositionEmbedding', () => {
  it.each([
    // torch.nn.functional.interpolate(mode='bicubic', antialias=True, align_corners=False), torch 2.13
    [2, 3, 0, [-0.13799597322940826, 0.785010039806366, 0.6329233646392822, 1.0537351369857788, 1.4038431644439697]],
    [4, 2, 0, [0.4245893359184265, 0.8174741864204407, 0.38951367139816284, -0.1574297845363617, -0.22965984046459198]],
    [
      7,
      10,
      50,
      [0.7482019066810608, 0.5603479146957397, 0.4831846356391907, 0.08484011143445969, -0.007108048070222139],
    ],
    [24, 16, 100, [0.45800909399986267, 0.29020819067955017, -0.24295176565647125, -0.09814811497926712]],
  ])('a grid of %i to %i as PyTorch resamples it', (from, to, at, expected) => {
    const { shape, data } = resizePositionEmbedding(positions(from, 2), to);
    expect(shape).toEqual([to * to + 1, 2]);
    expectClose(data.subarray(2 + at, 2 + at + expected.length), expected, 2e-6);
  });

  it('is the sum over both axes that its slow twin writes out, from any size to any other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (from, to, D) => {
          const tensor = positions(from, D);
          expectClose(resizePositionEmbedding(tensor, to).data, slow(tensor, to), 2e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves a grid of the same size and the first row as they are', () => {
    const tensor = positions(5, 3);
    expectClose(resizePositionEmbedding(tensor, 5).data, tensor.data, 1e-7);
  });
});

describe.each<[string, ClipConfig, number]>([
  ['a transformer', TINY_TRANSFORMERS, 24],
  ['a ResNet', TINY_RESNET, 32],
])('resizeInput of %s', (_, config, imageSize) => {
  const tensors = initialize(clipSpec(config), createRandom(1));

  it('makes a model that takes images of the new size', () => {
    const resized = resizeInput(config, tensors, imageSize);
    const model = createClip(resized.config, resized.tensors);
    const features = model.encodeImage(tf.randomNormal([2, imageSize, imageSize, 3]));
    expect(features.shape).toEqual([2, 8]);
    expect(features.dataSync().every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  it('refuses a size that its strides do not divide, and says which do', () => {
    const step = config.vision.kind === 'vit' ? 4 : 8;
    expect(() => resizeInput(config, tensors, 30)).toThrow(
      `images of 30 pixels do not fit this model: give a multiple of ${step}.`,
    );
  });
});
