import { availableParallelism } from 'node:os';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eachInParallel } from '../../lib/io/eachInParallel.js';

it('runs each task once, a few at a time', async () => {
  const ran: number[] = [];
  let [running, most] = [0, 0];
  await eachInParallel(100, async (k) => {
    most = Math.max(most, ++running);
    ran.push(k);
    await setImmediate();
    running--;
  });
  expect(ran.sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
  expect(most).toBe(2 * availableParallelism());
  await eachInParallel(0, () => Promise.reject(new Error('there is nothing to run')));
});

it('fails with the first error and begins nothing after it', async () => {
  let started = 0;
  const job = eachInParallel(1000, async (k) => {
    started++;
    await setImmediate();
    if (k === 3) throw new Error('task 3');
  });
  await expect(job).rejects.toThrow('task 3');
  const then = started;
  await setTimeout(20);
  expect(started).toBe(then);
  expect(started).toBeLessThan(4 + 4 * availableParallelism());
});
