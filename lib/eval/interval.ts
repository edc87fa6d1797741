import { quantileSorted } from 'd3-array';
import type { Random } from '../engine/random.js';

/** Both ends of a confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact (Clopper–Pearson) interval of a share, which the paper uses for its overlap analysis (sec 5).
 * @param correct successes among `total` trials
 * @param level confidence, 0..1
 * @throws RangeError unless 0 <= correct <= total are whole numbers and 0 < level < 1
 */
export async function clopperPearson(correct: number, total: number, level = 0.95): Promise<Interval> {
  if (!Number.isInteger(correct) || !Number.isInteger(total) || correct < 0 || correct > total) {
    throw new RangeError(`${correct} correct of ${total} is no count`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`a confidence of ${level} is not between 0 and 1`);
  const tail = (1 - level) / 2;
  // Quantiles of the beta distribution. The library is WebAssembly, compiled when it is first wanted.
  const { compiled, incbi } = await import('cephes');
  await compiled;
  return {
    low: correct === 0 ? 0 : incbi(correct, total - correct + 1, tail),
    high: correct === total ? 1 : incbi(correct + 1, total - correct, 1 - tail),
  };
}

export interface BootstrapOptions {
  readonly random: Random;
  /** Resamples drawn. Default 1,000. */
  readonly resamples?: number;
  /** Confidence, 0..1. Default 0.95. */
  readonly level?: number;
  /**
   * Moves the interval so that the resamples' median falls on the samples' own value: for metrics that samples drawn twice inflate,
   * such as average precision.
   */
  readonly centred?: boolean;
}

/**
 * The percentile bootstrap interval of any metric over N samples, for metrics that are no plain share.
 * @param statistic the metric of the samples at some indices (drawn with replacement, N of them)
 */
export function bootstrapInterval(
  N: number,
  statistic: (indices: Int32Array) => number,
  { random, resamples = 1000, level = 0.95, centred = false }: BootstrapOptions,
): Interval {
  const values = Array.from({ length: resamples }, () =>
    statistic(Int32Array.from({ length: N }, () => random.int(N))),
  ).sort((a, b) => a - b);
  const at = (share: number): number => quantileSorted(values, share)!;
  const shift = centred ? statistic(Int32Array.from({ length: N }, (_, k) => k)) - at(0.5) : 0;
  return { low: at((1 - level) / 2) + shift, high: at((1 + level) / 2) + shift };
}
