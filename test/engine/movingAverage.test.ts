import { expect, it } from 'vitest';
import { movingAverage } from '../../lib/engine/movingAverage.js';
import { tf } from '../../lib/engine/tf.js';
import { expectClose } from '../fixtures/close.js';

it('moves every average the same share of the way, whatever its shape, and leaves what it was given', () => {
  const averages = [
    tf.randomNormal([40_001], 0, 1, 'float32', 1),
    tf.scalar(1),
    tf.randomNormal([3, 5], 0, 1, 'float32', 2),
  ];
  const values = [
    tf.randomNormal([40_001], 0, 1, 'float32', 3),
    tf.scalar(3),
    tf.randomNormal([3, 5], 0, 1, 'float32', 4),
  ];
  const kept = averages.map((average) => [...average.dataSync()]);
  const before = tf.memory().numTensors;
  const moved = movingAverage(averages, values, 0.25);
  expect(tf.memory().numTensors).toBe(before + 3);
  moved.forEach((tensor, k) => {
    const value = values[k]!.dataSync();
    expect(tensor.shape).toEqual(averages[k]!.shape);
    expectClose(
      tensor.dataSync(),
      kept[k]!.map((average, i) => 0.75 * average + 0.25 * value[i]!),
      1e-6,
    );
    expect([...averages[k]!.dataSync()]).toEqual(kept[k]);
  });
  tf.dispose([averages, values, moved]);
});
