import { describe, expect, it } from 'vitest';
import { ownTensor } from '../../lib/engine/ownTensor.js';
import { tf } from '../../lib/engine/tf.js';

describe('ownTensor', () => {
  it('keeps its values when those it was made of are overwritten, wherever they lie', () => {
    const before = tf.memory().numTensors;
    // Of many sizes and more than once, for where memory lies is the allocator's to say: aligned or not.
    for (const count of [1, 7, 64, 1000, 20_000, 300_000])
      for (let repeat = 0; repeat < 8; repeat++)
        for (const offset of [0, 4, 8]) {
          const values = new Float32Array(new ArrayBuffer(offset + 4 * count), offset, count).fill(repeat - 3.5);
          const tensor = ownTensor(values, [count]);
          values.fill(Number.NaN);
          expect(new Set(tensor.dataSync()), `${count} at ${offset}`).toEqual(new Set([repeat - 3.5]));
          tensor.dispose();
        }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is bit for bit what it was made of', () => {
    const values = Float32Array.of(-0, 1e-42, -Infinity, Number.NaN, 16_777_217, -1.5);
    const tensor = ownTensor(values, [2, 3]);
    expect(tensor.shape).toEqual([2, 3]);
    expect(tensor.dataSync()).toEqual(values);
    tensor.dispose();
  });
});
