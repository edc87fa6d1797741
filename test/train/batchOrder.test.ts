import { expect, it } from 'vitest';
import fc from 'fast-check';
import { createRandom } from '../../lib/engine/random.js';
import { createBatchOrder } from '../../lib/train/batchOrder.js';

const all = (pairs: number): Uint32Array => Uint32Array.from({ length: pairs }, (_, k) => k);

it('an epoch shows no pair twice, another epoch another order, any step the same batch whenever it is asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 12 }), fc.integer(), (pairs, size, seed) => {
      fc.pre(pairs >= size);
      const order = createBatchOrder(all(pairs), size, createRandom(seed));
      const epoch = Array.from({ length: order.stepsPerEpoch }, (_, step) => [...order.batch(step)]);
      expect(new Set(epoch.flat()).size).toBe(order.stepsPerEpoch * size);
      const late = createBatchOrder(all(pairs), size, createRandom(seed));
      late.batch(5 * order.stepsPerEpoch);
      expect([...late.batch(order.stepsPerEpoch - 1)]).toEqual(epoch.at(-1));
    }),
  );
  const order = createBatchOrder(all(100), 100, createRandom(1));
  expect([...order.batch(0)]).not.toEqual([...order.batch(1)]);
});

it('can be asked for a later epoch first', () => {
  const [late, early] = [createBatchOrder(all(4), 2, createRandom(1)), createBatchOrder(all(4), 2, createRandom(1))];
  early.batch(0);
  expect([...late.batch(3)]).toEqual([...early.batch(3)]);
  expect(late.batch(3).length).toBe(2);
});

it('refuses a batch larger than the data', () => {
  expect(() => createBatchOrder(all(3), 4, createRandom(1))).toThrow('3 pairs do not fill one batch of 4');
});
