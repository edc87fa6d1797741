/** Watches a run's losses. */
export interface DivergenceGuard {
  /** Takes the next loss; says what is wrong once it is sure. */
  observe(loss: number): string | undefined;
  /** Whether the loss is where it should not stay: a checkpoint saved now might not be good. */
  worried(): boolean;
}

/** Steps that a loss may stay too high. */
const PATIENCE = 200;
/** Above the loss of no learning, in nats: worse than a model that knows nothing. */
const MARGIN = 0.5;
/** The best smoothed loss may be lost by this share of the way back to the loss of no learning. */
const SPIKE = 0.6;
const SMOOTHING = 0.95;

/**
 * A run has diverged when its loss is not a number, stays above the loss of a model that knows nothing (ln of the batch
 * size for a contrastive one), or jumped most of the way back there and stays. Either must last `patience` steps, for
 * single spikes heal.
 */
export function createDivergenceGuard(noLearning: number, patience = PATIENCE): DivergenceGuard {
  let smoothed: number | undefined;
  let best = noLearning;
  let above = 0;
  let spiked = 0;
  return {
    observe(loss) {
      if (!Number.isFinite(loss)) return `the loss is ${loss}`;
      above = loss > noLearning + MARGIN ? above + 1 : 0;
      spiked = loss > best + SPIKE * (noLearning - best) && noLearning - best > MARGIN ? spiked + 1 : 0;
      smoothed = smoothed === undefined ? loss : SMOOTHING * smoothed + (1 - SMOOTHING) * loss;
      best = Math.min(best, smoothed);
      const level = noLearning.toFixed(2);
      if (above >= patience)
        return `the loss (${loss.toFixed(2)}) has been above that of a model that knows nothing (${level}) for ${patience} steps`;
      if (spiked >= patience)
        return `the loss (${loss.toFixed(2)}) jumped from ${best.toFixed(2)} toward that of a model that knows nothing (${level}) and has not come back in ${patience} steps`;
      return undefined;
    },
    worried: () => above > 0 || spiked > 0,
  };
}
