import { expect, it } from 'vitest';
import { tf, type Tensor4D } from '../../lib/engine/tf.js';
import { normalizePixels } from '../../lib/image/normalizePixels.js';
import { resizePixels } from '../../lib/image/resize/resizePixels.js';
import { toPixels } from '../../lib/image/toPixels.js';
import { expectClose } from '../fixtures/close.js';

const colors = { mean: [0.5, 0.1, 0], std: [0.5, 0.2, 0.25] } as const;

it('normalizePixels is (x / 255 - mean) / std', () => {
  const pixels = tf.tensor4d([0, 51, 255], [1, 1, 1, 3]) as Tensor4D;
  expectClose(normalizePixels(pixels, colors).dataSync(), [-1, 0.5, 4], 1e-5);
});

it('toPixels takes the images asked for, and leaks nothing', () => {
  const images = { count: 3, height: 2, width: 2, pixels: Uint8Array.from({ length: 36 }, (_, k) => k * 7) };
  const before = tf.memory().numTensors;
  const some = toPixels(images, 2, { mean: [0, 0, 0], std: [1, 1, 1] }, 1, 3);
  expect(some.shape).toEqual([2, 2, 2, 3]);
  expectClose(
    some.dataSync(),
    Array.from({ length: 24 }, (_, k) => ((k + 12) * 7) / 255),
    1e-5,
  );
  some.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('toPixels resizes each image as the reference does', () => {
  const pixels = Uint8Array.from({ length: 2 * 9 * 9 * 3 }, (_, k) => (k * k) % 256);
  const resized = toPixels({ count: 2, height: 9, width: 9, pixels }, 4, { mean: [0, 0, 0], std: [1, 1, 1] });
  const second = resizePixels({ height: 9, width: 9, pixels: pixels.subarray(9 * 9 * 3) }, 4, 4).pixels;
  expectClose(
    resized.dataSync().subarray(4 * 4 * 3),
    Array.from(second, (x) => x / 255),
    1e-6,
  );
});
