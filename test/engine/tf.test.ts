import { expect, it } from 'vitest';
import { tf } from '../../lib/engine/tf.js';

it('tidy hands on more numbers than a Set can hold, and frees the tensors behind them', () => {
  const before = tf.memory().numTensors;
  const count = 2 ** 24 + 2;
  const bits = Uint32Array.from({ length: count }, (_, i) => i);
  const numbers = tf.tidy(() => {
    tf.ones([3]);
    return new Float32Array(bits.buffer); // all different
  });
  expect(numbers).toHaveLength(count);
  expect(tf.memory().numTensors).toBe(before);
});

it('tidy still keeps tensors that are returned, alone and in an object', () => {
  const { kept, numbers } = tf.tidy(() => ({ kept: tf.ones([2]), numbers: new Float32Array(3) }));
  expect([...kept.dataSync(), ...numbers]).toEqual([1, 1, 0, 0, 0]);
  kept.dispose();
});
