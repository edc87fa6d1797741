import { expect, it } from 'vitest';
import { numbersOf } from '../../lib/engine/numbersOf.js';
import { tf } from '../../lib/engine/tf.js';

it('gives the numbers and keeps no tensor, also of one that was there before', () => {
  const kept = tf.tensor1d([1, 2, 3]);
  const before = tf.memory().numTensors;
  expect([...numbersOf(() => tf.mul(tf.add(kept, 1), 2))]).toEqual([4, 6, 8]);
  expect(tf.memory().numTensors).toBe(before);
  expect([...kept.dataSync()]).toEqual([1, 2, 3]);
  kept.dispose();
});

it('keeps no tensor where computing fails', () => {
  const before = tf.memory().numTensors;
  const fails = (): never => {
    tf.ones([4]);
    throw new Error('no');
  };
  expect(() => numbersOf(fails)).toThrow('no');
  expect(tf.memory().numTensors).toBe(before);
});
