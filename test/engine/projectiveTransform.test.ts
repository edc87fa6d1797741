import { expect, it } from 'vitest';
import { projectiveTransform } from '../../lib/engine/projectiveTransform.js';
import { tf } from '../../lib/engine/tf.js';

it('takes each position of the result from where the transform says, and ground where nothing was', () => {
  tf.tidy(() => {
    const images = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]);
    // The first as it is; the second read one position further right, so moved left.
    const transforms = tf.tensor2d([
      [1, 0, 0, 0, 1, 0, 0, 0],
      [1, 0, 1, 0, 1, 0, 0, 0],
    ]);
    const before = tf.memory().numTensors;
    const result = projectiveTransform(images, transforms, 2, 9);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect([...result.dataSync()]).toEqual([1, 2, 3, 4, 6, 9, 8, 9]);
  });
});

it('is bilinear between positions', () => {
  tf.tidy(() => {
    const image = tf.tensor4d([0, 10, 20, 30], [1, 2, 2, 1]);
    const half = tf.tensor2d([[1, 0, 0.5, 0, 1, 0.5, 0, 0]]);
    expect(projectiveTransform(image, half, 1, 0).dataSync()[0]).toBeCloseTo(15, 5);
  });
});
