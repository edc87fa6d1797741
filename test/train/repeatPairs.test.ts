import { expect, it } from 'vitest';
import { createRandom } from '../../lib/engine/random.js';
import { createBatchOrder } from '../../lib/train/batchOrder.js';
import { repeatPairs } from '../../lib/train/repeatPairs.js';

it('an epoch draws the pairs of a named set as often as it is told, and the others once', () => {
  const pairs = repeatPairs(['lines', 'emoji', 'lines'], { emoji: 3 });
  expect([...pairs]).toEqual([0, 1, 1, 1, 2]);
  const order = createBatchOrder(pairs, 5, createRandom(4));
  expect([...order.batch(7)].sort()).toEqual([0, 1, 1, 1, 2]);
  expect([...repeatPairs(['lines', 'emoji'])]).toEqual([0, 1]);
});
