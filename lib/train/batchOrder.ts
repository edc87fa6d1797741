import type { Random } from '../engine/random.js';

/**
 * Which pairs make batch `step` (from 0): every epoch is one seeded shuffle of all pairs, its short last batch left out. The
 * answer depends only on the seed and the step, so a resumed run goes on with the very batch it would have had.
 */
export interface BatchOrder {
  readonly stepsPerEpoch: number;
  /** Indices [batchSize] into the pairs. */
  batch(step: number): Uint32Array;
}

/** @throws Error when a batch has more pairs than there are */
export function createBatchOrder(pairs: number, batchSize: number, random: Random): BatchOrder {
  const stepsPerEpoch = Math.floor(pairs / batchSize);
  if (stepsPerEpoch === 0) throw new Error(`${pairs} pairs do not fill one batch of ${batchSize}`);
  let epoch = -1;
  let order = new Uint32Array(0);
  return {
    stepsPerEpoch,
    batch(step) {
      const wanted = Math.floor(step / stepsPerEpoch);
      if (wanted !== epoch) {
        epoch = wanted;
        order = random.fork(`epoch ${epoch}`).shuffle(Uint32Array.from({ length: pairs }, (_, k) => k));
      }
      const start = (step % stepsPerEpoch) * batchSize;
      return order.subarray(start, start + batchSize);
    },
  };
}
