import { expect, it } from 'vitest';
import { cropAndResize } from '../../lib/engine/cropAndResize.js';
import { createRandom } from '../../lib/engine/random.js';
import { tf } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';

/** Both images, whole. */
const WHOLE = Float32Array.of(0, 0, 1, 1, 0, 0, 1, 1);
const random = createRandom(4);
const pixels = Uint8Array.from({ length: 2 * 6 * 6 * 3 }, () => random.int(256));

it('the whole image at its own size is the image', () => {
  const same = cropAndResize(pixels, [2, 6, 6, 3], WHOLE, 6);
  expect(same.shape).toEqual([2, 6, 6, 3]);
  expectClose(same.dataSync(), pixels, 1e-4);
});

it('a box is the bilinear sample of its part', () => {
  const box = Float32Array.of(0.2, 0, 1, 0.8, 0, 0, 1, 1);
  const cut = cropAndResize(pixels, [2, 6, 6, 3], box, 3).arraySync();
  const at = (row: number, column: number, channel: number): number => {
    const [r, c] = [Math.floor(row), Math.floor(column)];
    const value = (y: number, x: number): number => pixels[(Math.min(y, 5) * 6 + Math.min(x, 5)) * 3 + channel]!;
    const top = value(r, c) * (1 - column + c) + value(r, c + 1) * (column - c);
    const bottom = value(r + 1, c) * (1 - column + c) + value(r + 1, c + 1) * (column - c);
    return top * (1 - row + r) + bottom * (row - r);
  };
  for (const row of [0, 1, 2])
    for (const column of [0, 1, 2])
      expectClose(
        cut[0]![row]![column]!,
        [0, 1, 2].map((c) => at(1 + 2 * row, 2 * column, c)),
        2e-2,
      );
});

it('does not leak tensors', () => {
  const before = tf.memory().numTensors;
  cropAndResize(pixels, [2, 6, 6, 3], WHOLE, 4).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
