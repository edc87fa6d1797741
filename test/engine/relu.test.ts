import { expect, it } from 'vitest';
import { relu } from '../../lib/engine/relu.js';
import { tf } from '../../lib/engine/tf.js';

it('relu and its gradient are those of tf.relu, zero included', () => {
  const x = tf.tensor1d([-2, -0, 0, 0.5, 3]);
  const dy = tf.tensor1d([1, 2, 3, 4, 5]);
  expect([...relu(x).dataSync()]).toEqual([...tf.relu(x).dataSync()]);
  expect([...tf.grad(relu)(x, dy).dataSync()]).toEqual([...tf.grad(tf.relu)(x, dy).dataSync()]);
});
