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

it('tidy hands on numbers inside of an object too, and tensors however deep', () => {
  const before = tf.memory().numTensors;
  const bits = Uint32Array.from({ length: 2 ** 24 + 2 }, (_, i) => i);
  const { found, data } = tf.tidy(() => ({
    found: [{ inner: tf.ones([3]) }],
    data: new Float32Array(bits.buffer), // all different
  }));
  expect(data).toHaveLength(bits.length);
  expect([...found[0]!.inner.dataSync()]).toEqual([1, 1, 1]);
  tf.dispose(found);
  expect(tf.memory().numTensors).toBe(before);
});

it('tidy gives the numbers and keeps no tensor, also of one that was there before', () => {
  const kept = tf.tensor1d([1, 2, 3]);
  const before = tf.memory().numTensors;
  expect([...tf.tidy(() => tf.mul(tf.add(kept, 1), 2).dataSync())]).toEqual([4, 6, 8]);
  expect(tf.memory().numTensors).toBe(before);
  expect([...kept.dataSync()]).toEqual([1, 2, 3]);
  kept.dispose();
});

it('tidy keeps no tensor where computing fails', () => {
  const before = tf.memory().numTensors;
  const fails = (): never => {
    tf.ones([4]);
    throw new Error('no');
  };
  expect(() => tf.tidy(fails)).toThrow('no');
  expect(tf.memory().numTensors).toBe(before);
});
