import { UserError } from '../io/userError.js';
import type { Random } from '../engine/random.js';

/**
 * Which pairs make batch `step` (from 0): every epoch is one seeded shuffle of its pairs, its short last batch left
 * out. The answer depends only on the seed and the step, so a resumed run goes on with the very batch it would have
 * had.
 */
export interface BatchOrder {
  readonly stepsPerEpoch: number;
  /** Indices [batchSize] into the pairs. */
  batch(step: number): Uint32Array;
}

/**
 * `pairs` are the indices of one epoch; one that is there twice is drawn twice.
 * @throws UserError when a batch has more pairs than there are
 */
export function createBatchOrder(pairs: Uint32Array, batchSize: number, random: Random): BatchOrder {
  const stepsPerEpoch = Math.floor(pairs.length / batchSize);
  if (stepsPerEpoch === 0)
    throw new UserError(
      `${pairs.length} pairs do not fill one batch of ${batchSize}: give more pairs, or a smaller batchSize.`,
    );
  let epoch = -1;
  let order = new Uint32Array(0);
  return {
    stepsPerEpoch,
    batch(step) {
      const wanted = Math.floor(step / stepsPerEpoch);
      if (wanted !== epoch) {
        epoch = wanted;
        order = random.fork(`epoch ${epoch}`).shuffle(pairs.slice());
      }
      const start = (step % stepsPerEpoch) * batchSize;
      return order.subarray(start, start + batchSize);
    },
  };
}
