import { expect, it } from 'vitest';
import { tf, type Variable } from '../../lib/engine/tf.js';
import { createWeightAverage } from '../../lib/train/weightAverage.js';
import { expectClose } from '../fixtures/close.js';

it('is the average written out, is there while it is wanted, and leaves nothing behind', async () => {
  const before = tf.memory().numTensors;
  const variables: Variable[] = tf.tidy(() => [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.scalar(5))]);
  const average = createWeightAverage(variables, 0.8);
  let [first, second, scalar] = [1, 2, 5];
  for (let step = 0; step < 60; step++) {
    tf.tidy(() => variables[0]!.assign(tf.tensor1d([step, -step])));
    const kept = Math.min(0.8, (1 + step) / (10 + step));
    average.update(step);
    first = kept * first + (1 - kept) * step;
    second = kept * second - (1 - kept) * step;
    scalar = kept * scalar + (1 - kept) * 5;
  }
  expectClose(average.averages[0]!.dataSync(), [first, second], 1e-4);
  const read = (): number[] => [...variables[0]!.dataSync(), ...variables[1]!.dataSync()];
  expectClose(await average.during(() => Promise.resolve(read())), [first, second, scalar], 1e-4);
  expect(read()).toEqual([59, -59, 5]);
  await expect(average.during(() => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  expect(read()).toEqual([59, -59, 5]);
  average.adopt();
  expectClose(read(), [first, second, scalar], 1e-4);
  average.dispose();
  tf.dispose(variables);
  expect(tf.memory().numTensors).toBe(before);
});
