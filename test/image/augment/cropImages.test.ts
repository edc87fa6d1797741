import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cropAndResize } from '../../../lib/engine/cropAndResize.js';
import { hasNativeKernels } from '../../../lib/engine/nativeKernels.js';
import { createRandom } from '../../../lib/engine/random.js';
import { tf } from '../../../lib/engine/tf.js';
import { colorJitters, jitterColors } from '../../../lib/image/augment/colorJitter.js';
import { cropImages } from '../../../lib/image/augment/cropImages.js';
import { normalizePixels } from '../../../lib/image/normalizePixels.js';
import { randomSquareCrops } from '../../../lib/image/augment/randomSquareCrops.js';
import { expectClose } from '../../fixtures/close.js';

const COLORS = { mean: [0.48, 0.46, 0.41], std: [0.27, 0.26, 0.28] } as const;

it('has the native op on this machine, or the next test compares a thing with itself', () => {
  expect(hasNativeKernels()).toBe(true);
});

it("crops, jitters and normalizes as TensorFlow's operations do one after the other", () => {
  const side = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(fc.integer(), side, side, side, fc.boolean(), fc.boolean(), (seed, H, W, size, jitters, mirrored) => {
      const random = createRandom(seed);
      const N = 3;
      const pixels = Uint8Array.from({ length: N * H * W * 3 }, () => random.int(256));
      const boxes = randomSquareCrops(N, 0.3, random);
      if (mirrored) [boxes[1], boxes[3]] = [boxes[3]!, boxes[1]!];
      const matrices = jitters ? colorJitters(N, 0.6, random) : undefined;
      const expected = tf.tidy(() => {
        const cropped = cropAndResize(pixels, [N, H, W, 3], boxes, size);
        return normalizePixels(matrices ? jitterColors(cropped, matrices) : cropped, COLORS).dataSync();
      });
      const found = cropImages(pixels, [N, H, W, 3], { boxes, size, matrices, ...COLORS });
      expect(found.shape).toEqual([N, size, size, 3]);
      expectClose(found.dataSync(), expected, 1e-4);
      found.dispose();
    }),
    { numRuns: 60 },
  );
});

it('a box that ends a rounding outside the image has the edge, not black', () => {
  const pixels = new Uint8Array(8 * 8 * 3).fill(200);
  const boxes = Float32Array.of(0, -1e-7, 1.0000002, 1.0000002);
  const cut = cropImages(pixels, [1, 8, 8, 3], { boxes, size: 5, mean: [0, 0, 0], std: [1, 1, 1] });
  expectClose(cut.dataSync(), new Float32Array(75).fill(200 / 255), 1e-5);
  cut.dispose();
});

it('no images are no crops, a wrong shape is an error, and nothing leaks', () => {
  const before = tf.memory().numTensors;
  const none = cropImages(new Uint8Array(), [0, 8, 8, 3], { boxes: new Float32Array(), size: 4, ...COLORS });
  expect(none.shape).toEqual([0, 4, 4, 3]);
  none.dispose();
  const two = { boxes: Float32Array.of(0, 0, 1, 1), size: 4, ...COLORS };
  expect(() => cropImages(new Uint8Array(2 * 4 * 4 * 3), [2, 4, 4, 3], two)).toThrow();
  expect(tf.memory().numTensors).toBe(before);
});
